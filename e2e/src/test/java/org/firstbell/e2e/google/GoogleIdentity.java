package org.firstbell.e2e.google;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What Google tells about somebody. Google behaves unless told otherwise: each {@code with} gives an identity about
 * which it tells something else.
 *
 * @param idToken claims of the ID token; they win over those that Google fills in by itself ({@code iss}, {@code aud},
 *     {@code exp}, {@code nonce}, …), and {@code null} leaves such a claim out
 * @param userInfo what the user info service answers
 * @param genuine whether the ID token is signed with the key that Google publishes
 */
public record GoogleIdentity(Map<String, Object> idToken, Map<String, Object> userInfo, boolean genuine) {

    private static final Random SUBJECTS = new Random();

    /** An account of the school whose domain is that of the address, and a verified one. */
    public static GoogleIdentity of(String email) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", Long.toString(SUBJECTS.nextLong(1L << 62)));
        claims.put("email", email);
        claims.put("email_verified", true);
        claims.put("hd", email.substring(email.indexOf('@') + 1));
        claims.put("name", "New Comer");
        claims.put("given_name", "New");
        claims.put("family_name", "Comer");
        return new GoogleIdentity(claims, claims, true);
    }

    public String subject() {
        return (String) idToken.get("sub");
    }

    /** Both the ID token and user info say so. */
    public GoogleIdentity with(String claim, Object value) {
        return withIdToken(claim, value).withUserInfo(claim, value);
    }

    /** Neither says anything about it. */
    public GoogleIdentity without(String claim) {
        return with(claim, null);
    }

    public GoogleIdentity withIdToken(String claim, Object value) {
        return new GoogleIdentity(changed(idToken, claim, value), userInfo, genuine);
    }

    public GoogleIdentity withUserInfo(String claim, Object value) {
        return new GoogleIdentity(idToken, changed(userInfo, claim, value), genuine);
    }

    /** Somebody else signs the ID token, in Google's name. */
    public GoogleIdentity forged() {
        return new GoogleIdentity(idToken, userInfo, false);
    }

    private static Map<String, Object> changed(Map<String, Object> claims, String claim, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(claims);
        changed.put(claim, value);
        return changed;
    }
}
