package io.vestibule.platform.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;

/**
 * The media type of a file by its first bytes, as Apache Tika knows them; what is packed as ZIP or in Office's old format
 * is told apart by what is inside. A name only refines what the bytes leave open, such as which sort of text it is.
 */
public final class FileTypes {

    /** Bytes of no known kind. */
    public static final String UNKNOWN = "application/octet-stream";

    /** Texts that Tika does not count among them. */
    private static final Set<String> TEXTS = Set.of("message/rfc822", "application/json", "application/xml");

    /** Told by two or three letters, with which a text may begin, too. */
    private static final Set<String> SHORT_MARKS =
            Set.of("application/x-msdownload", "application/x-shockwave-flash", "application/x-bat");

    private static final int DOS_HEADER = 64;

    private FileTypes() {}

    /** Read once, when the first file comes: 300 kB of XML. */
    private static final class Known {
        static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
        static final MediaTypeRegistry REGISTRY = TYPES.getMediaTypeRegistry();
    }

    /** Of these bytes under this name, without parameters. */
    public static String detect(String name, byte[] content) {
        return detect(name, content, () -> ZipLook.of(content));
    }

    /** @param zip what stands in it, asked for where it is an archive */
    static String detect(String name, byte[] content, Supplier<ZipLook> zip) {
        MediaType bytes = ofBytes(content);
        if (is(bytes, "application/zip")) {
            return zip.get().type();
        }
        if (is(bytes, "application/x-tika-msoffice")) {
            return OleLook.of(content).type();
        }
        MediaType named = MediaType.parse(ofName(name));
        return named != null && refines(named, bytes) ? text(named) : text(bytes);
    }

    /** What files with such a name usually are. */
    static String ofName(String name) {
        Metadata hint = new Metadata();
        hint.set(TikaCoreProperties.RESOURCE_NAME_KEY, "file." + FileNames.ending(name));
        try {
            return text(Known.TYPES.detect(null, hint));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The usual ending of such files, with its dot; empty when there is none. */
    public static String ending(String type) {
        try {
            MimeType known = Known.TYPES.getRegisteredMimeType(type);
            return known == null ? "" : known.getExtension();
        } catch (MimeTypeException e) {
            return "";
        }
    }

    private static MediaType ofBytes(byte[] content) {
        if (content.length == 0) {
            return MediaType.TEXT_PLAIN;
        }
        try {
            MediaType found = Known.TYPES.detect(new ByteArrayInputStream(content), new Metadata());
            return SHORT_MARKS.contains(text(found)) && isText(content) ? MediaType.TEXT_PLAIN : found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isText(byte[] content) {
        for (int i = 0; i < Math.min(content.length, DOS_HEADER); i++) {
            if (content[i] >= 0 && content[i] < ' ' && "\t\r\n".indexOf(content[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean refines(MediaType named, MediaType bytes) {
        boolean text = bytes.equals(MediaType.TEXT_PLAIN) && TEXTS.contains(text(named));
        return text
                || Known.REGISTRY.isSpecializationOf(named, bytes.getBaseType())
                        && !bytes.equals(MediaType.OCTET_STREAM);
    }

    private static boolean is(MediaType type, String general) {
        MediaType wanted = MediaType.parse(general);
        return type.getBaseType().equals(wanted) || Known.REGISTRY.isSpecializationOf(type, wanted);
    }

    private static String text(MediaType type) {
        return type.getBaseType().toString().toLowerCase(Locale.ROOT);
    }
}
