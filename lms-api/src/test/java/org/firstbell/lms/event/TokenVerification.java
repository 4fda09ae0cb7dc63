package org.firstbell.lms.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import org.firstbell.lms.realm.RealmOutside;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestEvent;
import org.firstbell.lms.testing.TestRealm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** For JMH: what it costs to believe an event. */
@State(Scope.Benchmark)
public class TokenVerification {

    private TestRealm testRealm;
    private SecurityEventVerifier verifier;
    private String token;

    @Setup
    public void openTheRealm() {
        testRealm = new TestRealm();
        RealmOutside realm = RealmOutside.of(testRealm);
        verifier = new SecurityEventVerifier(
                realm.realm(), realm.keys(), new AsByDefault(), new ObjectMapper(), Clock.systemUTC());
        token = TestEvent.firstBrokerLogin(Someone.anybody()).token(testRealm);
    }

    @TearDown
    public void closeTheRealm() {
        testRealm.close();
    }

    @Benchmark
    public Object tokenVerification() throws EventRefusedException {
        return verifier.verify(token);
    }

    private static final class AsByDefault implements EventConfig {

        @Override
        public Duration maxAge() {
            return Duration.ofDays(4);
        }

        @Override
        public Duration clockSkew() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration remembered() {
            return Duration.ofDays(90);
        }
    }
}
