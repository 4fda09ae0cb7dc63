package org.firstbell.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.firstbell.address.InvalidEmailAddressException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "newcomer@school.example,newcomer@school.example",
                "Newcomer@School.Example,newcomer@school.example",
                "' \tnewcomer@school.example\r\n',newcomer@school.example",
                "'\uFEFFnewcomer@school.example\u00A0',newcomer@school.example",
                "'\u200Bnewcomer@school.example\u200B',newcomer@school.example",
                "new.comer+tag@school.example,new.comer+tag@school.example",
                "INFO@school.example,info@school.example",
                "jan@Schüle.example,jan@xn--schle-mva.example",
                "jan@schu\u0308le.example,jan@xn--schle-mva.example",
                "jan@xn--schle-mva.example,jan@xn--schle-mva.example",
                "o'brien@school.example,o'brien@school.example",
                "jan@ｓｃｈｏｏｌ．ｅｘａｍｐｌｅ,jan@school.example",
                "jan@xn--strae-oqa.example,jan@xn--strae-oqa.example",
                "jan@XN--80ak6aa92e.example,jan@xn--80ak6aa92e.example",
                "jan@XN--N1AEBK.example,jan@xn--n1aebk.example",
                "jan@школа-5.example,jan@xn---5-6kc3bfr2e.example",
                "jan@x\u030Cy.example,jan@xn--xy-6ub.example",
                "jan@123.example,jan@123.example",
                "jan@школа.example,jan@xn--80atdl2c.example",
                "jan@学校abc.example,jan@xn--abc-p89e057c.example"
            })
    void hasOneCanonicalForm(String input, String canonical) {
        assertThat(EmailAddress.parse(input).value()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "'   ', EMPTY",
        "newcomer, NO_AT_SIGN",
        "@school.example, MALFORMED_LOCAL_PART",
        "new comer@school.example, MALFORMED_LOCAL_PART",
        "a@b@school.example, MALFORMED_LOCAL_PART",
        ".newcomer@school.example, MALFORMED_LOCAL_PART",
        "new..comer@school.example, MALFORMED_LOCAL_PART",
        "'\"new comer\"@school.example', QUOTED_LOCAL_PART",
        "n\u0435wcomer@school.example, NON_ASCII_LOCAL_PART",
        "ınfo@school.example, NON_ASCII_LOCAL_PART",
        "info\u0080@school.example, NON_ASCII_LOCAL_PART",
        "newcomer@, MALFORMED_DOMAIN",
        "newcomer@localhost, MALFORMED_DOMAIN",
        "newcomer@school, MALFORMED_DOMAIN",
        "newcomer@school..example, MALFORMED_DOMAIN",
        "newcomer@-school.example, MALFORMED_DOMAIN",
        "newcomer@10.0.0.1, MALFORMED_DOMAIN",
        "newcomer@[10.0.0.1], MALFORMED_DOMAIN",
        "newcomer@school_a.example, MALFORMED_DOMAIN",
        "newcomer@straße.example, AMBIGUOUS_DOMAIN",
        "newcomer@sch\u043E\u043El.example, LOOK_ALIKE_DOMAIN",
        "newcomer@\u0441\u043E\u0440\u0443.example, LOOK_ALIKE_DOMAIN",
        "newcomer@\u03BF\u03C1\u03BF.example, LOOK_ALIKE_DOMAIN",
        "newcomer@xn--.example, MALFORMED_DOMAIN",
        "newcomer@xn--school-.example, MALFORMED_DOMAIN"
    })
    void refusesWhatCannotBeCompared(String input, Reason reason) {
        assertThatExceptionOfType(InvalidEmailAddressException.class)
                .isThrownBy(() -> EmailAddress.parse(input))
                .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(reason))
                .withMessage(reason.sentence());
        assertThat(EmailAddress.tryParse(input)).isEmpty();
    }

    @Test
    void refusesWhatIsLongerThanRfc5321Allows() {
        String longestLocalPart = "a".repeat(64);
        String domainOf189 = ("b".repeat(62) + ".").repeat(2) + "c".repeat(55) + ".example";

        assertThat(EmailAddress.parse(longestLocalPart + "@" + domainOf189).value())
                .hasSize(254);
        assertThat(EmailAddress.tryParse(longestLocalPart + "a@school.example")).isEmpty();
        assertThat(EmailAddress.tryParse(longestLocalPart + "@c" + domainOf189)).isEmpty();
        assertThatExceptionOfType(InvalidEmailAddressException.class)
                .isThrownBy(() -> EmailAddress.parse("..".repeat(500_000) + "@school.example"))
                .extracting(InvalidEmailAddressException::reason)
                .isEqualTo(Reason.TOO_LONG);
    }

    @Test
    void takesTheCharactersOfRfc5321AndNoOthers() {
        for (char c = 0; c <= 0xFF; c++) {
            assertThat(isCanonical("a" + c + "a@school.example"))
                    .as("local part a%sa", c)
                    .isEqualTo(String.valueOf(c).matches("[a-z0-9!#$%&'*+/=?^_`{|}~.-]"));
            assertThat(isCanonical("a@" + c + "9a.example"))
                    .as("domain %s9a.example", c)
                    .isEqualTo(String.valueOf(c).matches("[a-z0-9]"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a.b-c.d", "0"})
    void takesDotStrings(String localPart) {
        assertThat(isCanonical(localPart + "@school.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".a", "a.", "a..b"})
    void takesNothingLikeDotStrings(String localPart) {
        assertThat(isCanonical(localPart + "@school.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "example",
                ".example",
                "example.",
                "school..example",
                "-school.example",
                "school-.example",
                "school.example-",
                "a.1"
            })
    void takesNothingLikeDomains(String domain) {
        assertThat(isCanonical("a@" + domain)).isFalse();
    }

    @Test
    void knowsHowLongALabelMayBe() {
        assertThat(isCanonical("a@" + "b".repeat(63) + ".example")).isTrue();
        assertThat(isCanonical("a@" + "b".repeat(64) + ".example")).isFalse();
        assertThat(isCanonical("a@school." + "b".repeat(64))).isFalse();
    }

    private static boolean isCanonical(String value) {
        try {
            return new EmailAddress(value).value().equals(value);
        } catch (IllegalArgumentException notCanonical) {
            return false;
        }
    }

    @Test
    void measuresTheAsciiFormOfTheDomain() {
        String ascii =
                EmailAddress.parse("a@" + "schüle.".repeat(14) + "example").domain();
        String longest = "a".repeat(254 - 1 - ascii.length());

        assertThat(EmailAddress.parse(longest + "@" + ascii).value()).hasSize(254);
        assertThat(EmailAddress.parse(longest + "@" + "schüle.".repeat(14) + "example")
                        .value())
                .hasSize(254);
        assertThat(EmailAddress.tryParse(longest + "a@" + "schüle.".repeat(14) + "example"))
                .isEmpty();
    }

    @Test
    void refusesNullAsEmpty() {
        assertThat(EmailAddress.tryParse(null)).isEmpty();
    }

    @Test
    void doesNotDependOnTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(EmailAddress.parse("INFO@SCHOOL-I.EXAMPLE").value()).isEqualTo("info@school-i.example");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void knowsItsParts() {
        EmailAddress address = EmailAddress.parse("Newcomer@School.Example");

        assertThat(address.localPart()).isEqualTo("newcomer");
        assertThat(address.domain()).isEqualTo("school.example");
        assertThat(address).hasToString("newcomer@school.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Newcomer@school.example",
                "newcomer@School.example",
                " newcomer@school.example",
                "newcomer@school.example ",
                "newcomer",
                "@school.example",
                "new..comer@school.example",
                "newcomer@school",
                "newcomer@schüle.example"
            })
    void cannotBeMadeInAnotherForm(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmailAddress(value))
                .withMessageNotContaining(value);
    }

    @Test
    void cannotBeMadeTooLong() {
        String domainOf189 = "b.".repeat(92) + "cc.de";
        String tooLong = "a".repeat(64) + "@x" + domainOf189;
        String tooLongBeforeTheAt = "a".repeat(65) + "@school.example";

        assertThat(tooLong).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress(tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress(tooLongBeforeTheAt));
    }
}
