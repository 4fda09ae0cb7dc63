package org.firstbell.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EmailAddressPropertyTest {

    @Property
    void parsingWhatWasParsedChangesNothing(@ForAll("addresses") String address) {
        EmailAddress parsed = EmailAddress.parse(address);

        assertThat(EmailAddress.parse(parsed.value())).isEqualTo(parsed);
    }

    @Property
    void nothingButARefusalIsEverThrown(@ForAll String anything) {
        EmailAddress.tryParse(anything)
                .ifPresent(
                        parsed -> assertThat(EmailAddress.parse(parsed.value())).isEqualTo(parsed));
    }

    @Property
    void howItIsWrittenDoesNotMatter(@ForAll("addresses") String address, @ForAll long seed) {
        assertThat(EmailAddress.parse(written(address, new Random(seed)))).isEqualTo(EmailAddress.parse(address));
    }

    @Property
    void twoPeopleNeverBecomeOne(
            @ForAll("addresses") String one, @ForAll("addresses") String other, @ForAll long seed) {
        Random random = new Random(seed);
        boolean same = EmailAddress.parse(written(one, random)).equals(EmailAddress.parse(written(other, random)));

        assertThat(same).isEqualTo(one.equals(other));
    }

    @Property
    void aTagOrADotMakesAnotherPerson(@ForAll("addresses") String address) {
        assertThat(EmailAddress.parse("x+" + address)).isNotEqualTo(EmailAddress.parse(address));
        assertThat(EmailAddress.parse("x." + address)).isNotEqualTo(EmailAddress.parse("x" + address));
    }

    @Property
    void aDeclaredRuleIsIdempotentToo(@ForAll("addresses") String address) {
        AddressRule rule = AddressRule.of("i.school.example=school.example", true);
        EmailAddress known = rule.parse(address);

        assertThat(rule.parse(known.value())).isEqualTo(known);
        assertThat(rule.spellings(known))
                .allSatisfy(spelling -> assertThat(rule.parse(spelling.value())).isEqualTo(known));
    }

    /** RFC 5321 section 4.1.2 as one would write it down, which is also how to get it right and slow. */
    @Property
    void localPartsAreThoseOfTheRfc(@ForAll("nearlyLocalParts") String localPart) {
        assertThat(EmailAddress.tryParse(localPart + "@school.example").isPresent())
                .isEqualTo(localPart.matches("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"));
    }

    @Property
    void domainsInAsciiAreThoseOfTheRfc(@ForAll("nearlyDomains") String domain) {
        String label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

        assertThat(EmailAddress.tryParse("a@" + domain)
                        .map(EmailAddress::domain)
                        .filter(domain::equals)
                        .isPresent())
                .isEqualTo(domain.matches("(" + label + "\\.)+(?!\\d+$)" + label));
    }

    @Provide
    Arbitrary<String> nearlyLocalParts() {
        return Arbitraries.strings()
                .withCharRange('!', '?')
                .withCharRange('[', '~')
                .ofMinLength(1)
                .ofMaxLength(4);
    }

    @Provide
    Arbitrary<String> nearlyDomains() {
        Arbitrary<String> few = Arbitraries.strings().withChars("az09-.`{/:").ofMaxLength(6);
        Arbitrary<String> many =
                Arbitraries.strings().withChars("a0-").ofMinLength(61).ofMaxLength(64);
        return Combinators.combine(few, Arbitraries.oneOf(few, many)).as((left, right) -> left + "." + right);
    }

    /** Addresses in canonical form, close to one another, so that a pair often differs in very little. */
    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> atoms =
                Arbitraries.strings().withChars("ai0-_+'").ofMinLength(1).ofMaxLength(3);
        Arbitrary<String> localParts = atoms.list().ofMinSize(1).ofMaxSize(2).map(parts -> String.join(".", parts));
        Arbitrary<String> domains =
                Arbitraries.of("school.example", "schoo1.example", "xn--schle-mva.example", "i.school.example");
        return Combinators.combine(localParts, domains).as((localPart, domain) -> localPart + "@" + domain);
    }

    /** The same address as somebody might type it. */
    private static String written(String address, Random random) {
        String typed = random.nextBoolean() ? address : address.toUpperCase(Locale.ROOT);
        int at = typed.lastIndexOf('@');
        String domain = typed.substring(at + 1);
        if (random.nextBoolean()) {
            domain = IDN.toUnicode(domain);
        }
        return " \t".repeat(random.nextInt(2)) + typed.substring(0, at + 1) + domain + "\n".repeat(random.nextInt(2));
    }
}
