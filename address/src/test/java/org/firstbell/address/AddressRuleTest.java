package org.firstbell.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.firstbell.address.InvalidEmailAddressException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

    private final AddressRule rule = AddressRule.of(
            "students.school.example=school.example, Schüle.example = school.example, a.example=b.example", true);

    @ParameterizedTest
    @CsvSource({
        "jan@students.school.example, jan@school.example",
        "JAN@Students.School.example, jan@school.example",
        "jan@xn--schle-mva.example, jan@school.example",
        "jan@school.example, jan@school.example",
        "jan@other.school.example, jan@other.school.example",
        "j.a.n@school.example, j.a.n@school.example",
        "j.a.n+maths@gmail.com, jan+maths@gmail.com",
        "Jan@GoogleMail.com, jan@gmail.com"
    })
    void foldsWhatIsDeclaredAndNothingElse(String input, String known) {
        assertThat(rule.parse(input).value()).isEqualTo(known);
        assertThat(rule.tryParse(input)).contains(new EmailAddress(known));
        assertThat(rule.parse(known).value()).isEqualTo(known);
    }

    @Test
    void readsListsAsItReadsEachAddress() {
        AddressReader reader = rule.reader();

        assertThat(List.of(
                        "JAN@Students.School.example",
                        "ann@Students.School.example",
                        "a.b@gmail.com",
                        "bo@Schüle.example"))
                .extracting(reader::parse)
                .extracting(EmailAddress::value)
                .containsExactly("jan@school.example", "ann@school.example", "ab@gmail.com", "bo@school.example");
        for (int twice = 0; twice < 2; twice++) {
            assertThatExceptionOfType(InvalidEmailAddressException.class)
                    .isThrownBy(() -> reader.parse("jan@not a domain"))
                    .extracting(InvalidEmailAddressException::reason)
                    .isEqualTo(Reason.MALFORMED_DOMAIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jan@students.school.example", "j.an@gmail.com", "jan@googlemail.com"})
    void foldsNothingThatIsNotDeclared(String address) {
        assertThat(AddressRule.PLAIN.parse(address)).isEqualTo(EmailAddress.parse(address));
    }

    @Test
    void knowsHowAnAddressMayBeWritten() {
        assertThat(rule.spellings(EmailAddress.parse("jan@school.example")))
                .extracting(EmailAddress::value)
                .startsWith("jan@school.example")
                .containsExactlyInAnyOrder(
                        "jan@school.example", "jan@students.school.example", "jan@xn--schle-mva.example");
        assertThat(AddressRule.PLAIN.spellings(EmailAddress.parse("jan@school.example")))
                .containsExactly(EmailAddress.parse("jan@school.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example",
                "a.example=b.example=c.example",
                "a.example=",
                "=a.example",
                "a.example=b.example,b.example=c.example",
                "a.example=a.example",
                "a.example=b.example,a.example=c.example",
                "a.example=not a domain"
            })
    void refusesWhatCannotBeRight(String equivalentDomains) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRule.of(equivalentDomains, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "a.example=b.example,"})
    void takesEmptyEntriesForNone(String equivalentDomains) {
        assertThat(AddressRule.of(equivalentDomains, false).parse("jan@school.example"))
                .isEqualTo(EmailAddress.parse("jan@school.example"));
    }
}
