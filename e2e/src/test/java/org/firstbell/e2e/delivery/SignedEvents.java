package org.firstbell.e2e.delivery;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;

/** Verifies events with the published keys of a realm, by somebody else's implementation, Nimbus. */
record SignedEvents(URI keys) {

    static SignedEvents of(URI realm) {
        return new SignedEvents(URI.create(realm + "/protocol/openid-connect/certs"));
    }

    /** Passes if the token has a valid signature of that algorithm. */
    void verify(String token, String algorithm) {
        try {
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("secevent+jwt")));
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                    JWSAlgorithm.parse(algorithm),
                    JWKSourceBuilder.create(keys.toURL()).build()));
            processor.process(token, null);
        } catch (MalformedURLException | ParseException | JOSEException | BadJOSEException e) {
            throw new AssertionError("not a security event token that these keys have signed", e);
        }
    }
}
