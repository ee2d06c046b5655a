package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Set;

/**
 * One operation.
 *
 * @param template the path, with {@code {id}} for a variable segment, at most one
 * @param limits as {@link Limits#parse} reads them
 * @param bodyCap most bytes of a body; 0 when the operation takes none
 * @param parameters names of the query parameters it knows
 */
record Route(String method, String template, String limits, int bodyCap, Set<String> parameters, Endpoint endpoint) {
    private static final String VARIABLE = "{id}";

    /** Method and template: the name under which quotas and statistics are kept. */
    String operation() {
        return method + " " + template;
    }

    /** What a request is counted against; the dearer quota, where there is one, comes last. */
    List<String> quotas(Call call) {
        boolean dear = parameters.contains(ProfileRequest.ADDITIONAL)
                && Query.mentions(call.query(), ProfileRequest.ADDITIONAL, ProfileFields.PREDICTIVE_ANALYTICS);
        return dear ? List.of(operation(), Routes.PREDICTIVE) : List.of(operation());
    }

    boolean serves(String path) {
        int at = template.indexOf(VARIABLE);
        if (at < 0) {
            return path.equals(template);
        }
        int rest = template.length() - at - VARIABLE.length();
        return path.length() > at + rest
                && path.startsWith(template.substring(0, at))
                && path.endsWith(template.substring(at + VARIABLE.length()))
                && path.substring(at, path.length() - rest).indexOf('/') < 0;
    }

    String id(String path) throws Refusal {
        int at = template.indexOf(VARIABLE);
        if (at < 0) {
            return "";
        }
        int rest = template.length() - at - VARIABLE.length();
        // A plus sign stands for itself in a path.
        return Query.decode(path.substring(at, path.length() - rest).replace("+", "%2B"));
    }
}
