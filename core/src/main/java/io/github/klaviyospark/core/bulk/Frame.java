package io.github.klaviyospark.core.bulk;

/** The bytes around records, groups and all of them, of one target and one envelope. */
final class Frame {

    private static final byte[] NOTHING = new byte[0];

    private final Envelope envelope;
    private final byte[] recordHead;
    private final byte[] recordTail;
    private final boolean isGrouped;
    private final byte[] groupHead;
    private final byte[] groupMiddle;
    private final byte[] groupTail;
    private final byte[] closing;
    private final int overhead;

    Frame(BulkTarget target, Envelope envelope) {
        this.envelope = envelope;
        this.recordHead = target.recordHead();
        this.recordTail = target.recordTail();
        this.isGrouped = target.grouping().isPresent();
        this.groupHead = target.grouping().map(Grouping::headBytes).orElse(NOTHING);
        this.groupMiddle = target.grouping().map(Grouping::middleBytes).orElse(NOTHING);
        this.groupTail = target.grouping().map(Grouping::tailBytes).orElse(NOTHING);
        this.closing = new byte[groupTail.length + envelope.tail().length];
        System.arraycopy(groupTail, 0, closing, 0, groupTail.length);
        System.arraycopy(envelope.tail(), 0, closing, groupTail.length, envelope.tail().length);
        this.overhead = head().length
                + groupHead.length
                + groupMiddle.length
                + recordHead.length
                + recordTail.length
                + closing.length;
    }

    Envelope envelope() {
        return envelope;
    }

    byte[] head() {
        return envelope.head();
    }

    byte[] recordHead() {
        return recordHead;
    }

    byte[] recordTail() {
        return recordTail;
    }

    boolean isGrouped() {
        return isGrouped;
    }

    byte[] groupHead() {
        return groupHead;
    }

    byte[] groupMiddle() {
        return groupMiddle;
    }

    byte[] groupTail() {
        return groupTail;
    }

    /** What is after the last record: the end of its group and of the envelope. */
    byte[] closing() {
        return closing;
    }

    /** Bytes that are around a record that is alone, its group's own not counted. */
    int overhead() {
        return overhead;
    }

    @Override
    public String toString() {
        return "Frame(" + envelope + ")";
    }
}
