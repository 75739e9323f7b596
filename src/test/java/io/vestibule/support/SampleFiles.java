package io.vestibule.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that are what their beginnings say, and no more than that. */
public final class SampleFiles {

    private SampleFiles() {}

    public static byte[] pdf() {
        return latin("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n");
    }

    /** A picture of its own for each number. */
    public static byte[] png(int number) {
        byte[] head = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489");
        byte[] png = Arrays.copyOf(head, head.length + 4);
        ByteBuffer.wrap(png).putInt(head.length, number);
        return png;
    }

    public static byte[] windowsProgram() {
        byte[] program = new byte[256];
        program[0] = 'M';
        program[1] = 'Z';
        program[60] = (byte) 128;
        System.arraycopy(latin("PE\0\0"), 0, program, 128, 4);
        return program;
    }

    public static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] zip(String name, byte[] content) {
        return zip(Map.of(name, content));
    }

    /** With whatever else the entry says. */
    public static byte[] zip(ZipEntry entry, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** With another value in the directory's entry of its first file. */
    public static byte[] changed(byte[] zip, int offset, int value, int bytes) {
        ByteBuffer changed = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (changed.getInt(at) != 0x02014b50) {
            at++;
        }
        if (bytes == 2) {
            changed.putShort(at + offset, (short) value);
        } else {
            changed.putInt(at + offset, value);
        }
        return changed.array();
    }

    public static byte[] word(String... more) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("[Content_Types].xml", latin("<Types/>"));
        files.put("word/document.xml", latin("<document/>"));
        for (String name : more) {
            files.put(name, latin("x"));
        }
        return zip(files);
    }

    /** In Office's old format, with these names in its directory. */
    public static byte[] ole(String rootClass, String... names) {
        byte[] ole = new byte[512 + 128 * (names.length + 1)];
        System.arraycopy(HexFormat.of().parseHex("d0cf11e0a1b11ae1"), 0, ole, 0, 8);
        entry(ole, 512, "Root Entry", 5);
        System.arraycopy(HexFormat.of().parseHex(rootClass), 0, ole, 512 + 80, rootClass.length() / 2);
        for (int i = 0; i < names.length; i++) {
            entry(ole, 512 + 128 * (i + 1), names[i], 2);
        }
        return ole;
    }

    private static void entry(byte[] ole, int at, String name, int kind) {
        byte[] letters = name.getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(letters, 0, ole, at, letters.length);
        ole[at + 64] = (byte) (letters.length + 2);
        ole[at + 66] = (byte) kind;
    }

    public static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
