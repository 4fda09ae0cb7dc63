package org.firstbell.lms.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainTyposTest {

    @ParameterizedTest
    @CsvSource({
        "gmial.com, gmail.com",
        "gmal.com, gmail.com",
        "gmaill.com, gmail.com",
        "gmaik.com, gmail.com",
        "gmail.co, gmail.com",
        "mail.com, gmail.com",
        "shcool.example, school.example"
    })
    void isOneSlip(String typed, String meant) {
        assertThat(DomainTypos.isOneSlipAway(typed, meant)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gmail.com, gmail.com",
        "gmlai.com, gmail.com",
        "gmx.com, gmail.com",
        "school1.example, school2.example",
        "school1.example, school.example",
        "liamg.com, gmail.com",
        "gmailmoc, gmail.com"
    })
    void isNoSlipOrMoreThanOne(String typed, String meant) {
        assertThat(DomainTypos.isOneSlipAway(typed, meant)).isFalse();
    }
}
