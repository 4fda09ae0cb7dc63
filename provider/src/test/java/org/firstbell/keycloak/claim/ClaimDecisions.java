package org.firstbell.keycloak.claim;

import static org.firstbell.keycloak.claim.FirstLogin.aLogin;

import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** For JMH: what a claim costs that is decided from all there is to look at. */
@State(Scope.Benchmark)
public class ClaimDecisions {

    private final ClaimPolicy policy = new ClaimPolicy(ClaimSettings.of(List.of("school.example"), false));
    private final BrokeredIdentity identity =
            aLogin().hostedDomain("school.example").identity();
    private final Optional<Account> placeholder = Optional.of(new Account("google", true, false, false, false));

    @Benchmark
    public Object claimDecision() {
        return policy.decide(identity, placeholder);
    }
}
