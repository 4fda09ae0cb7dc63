package org.firstbell.e2e.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A message in the wire format of Protocol Buffers, without its schema: fields by their number. */
final class ProtobufMessage {

    private record Field(int number, ByteBuffer content) {}

    private final List<Field> fields = new ArrayList<>();

    ProtobufMessage(ByteBuffer message) {
        ByteBuffer in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int number = Math.toIntExact(tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> fields.add(new Field(number, bytes(in, Math.toIntExact(varint(in)))));
                case 5 -> in.getInt();
                default -> throw new IllegalArgumentException("no such wire type in field " + number);
            }
        }
    }

    /** Every message in a field that may repeat. */
    List<ProtobufMessage> messages(int number) {
        return contents(number).stream().map(ProtobufMessage::new).toList();
    }

    /** The text in a field; empty if it is not there. */
    String text(int number) {
        return UTF_8.decode(content(number)).toString();
    }

    /** The bytes in a field, as hexadecimal digits; empty if it is not there. */
    String hex(int number) {
        ByteBuffer content = content(number);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ByteBuffer content(int number) {
        List<ByteBuffer> contents = contents(number);
        return contents.isEmpty() ? ByteBuffer.allocate(0) : contents.get(0);
    }

    private List<ByteBuffer> contents(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(field -> field.content().duplicate())
                .toList();
    }

    private static ByteBuffer bytes(ByteBuffer in, int length) {
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return bytes;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
