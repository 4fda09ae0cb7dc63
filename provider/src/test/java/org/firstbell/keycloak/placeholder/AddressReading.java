package org.firstbell.keycloak.placeholder;

import org.firstbell.address.AddressRule;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** For JMH: what it costs to see which address somebody has typed. */
@State(Scope.Benchmark)
public class AddressReading {

    private final AddressRule declared = AddressRule.of("students.school.example=school.example", true);

    private String plain = " Newcomer.Surname@School.Example ";
    private String ofAnotherDomain = "newcomer.surname@students.school.example";

    @Benchmark
    public Object addressRule() {
        return AddressRule.PLAIN.parse(plain);
    }

    @Benchmark
    public Object addressRuleWithDeclaredDomains() {
        return declared.parse(ofAnotherDomain);
    }
}
