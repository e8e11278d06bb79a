package waymark.mongo;

import java.util.Iterator;
import java.util.List;

import de.bwaldvogel.mongo.backend.IndexKey;

/** An index that can be read in its order, from a prefix of its keys and a range of the key after it. */
interface OrderedAccess {

    List<IndexKey> getKeys();

    boolean isUnique();

    /** Whether documents without a value for any of the keys are left out. */
    boolean leavesOutMissing();

    /** Whether a document may stand in it more than once, because it holds an array. */
    boolean holdsArrays();

    /** The ids of the documents under this prefix, in the order of the index or against it. */
    Iterator<Object> scan(List<Object> prefix, Bounds next, boolean backwards);
}
