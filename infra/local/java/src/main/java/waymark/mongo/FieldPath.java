package waymark.mongo;

import java.util.List;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;

/** The way to a field of a document, taken apart once: each write asks each index for its fields. */
final class FieldPath {

    private final String path;
    private final List<String> steps;

    FieldPath(String path) {
        this.path = path;
        this.steps = Utils.splitPath(path);
    }

    /** The value, or what is missing; where a list is on the way, the values in its elements. */
    Object valueIn(Document document) {
        Document at = document;
        for (String step : steps.subList(0, steps.size() - 1)) {
            if (!(at.get(step) instanceof Document next)) {
                return Utils.getSubdocumentValueCollectionAware(document, path);
            }
            at = next;
        }
        return at.getOrMissing(steps.get(steps.size() - 1));
    }
}
