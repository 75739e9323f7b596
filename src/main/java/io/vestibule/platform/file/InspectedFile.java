package io.vestibule.platform.file;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file as it turned out to be: its type by content, and what a person should know before opening it. Looks at bytes
 * only, changes nothing.
 *
 * @param type media type by content
 * @param danger whether it could do something when it is opened
 * @param remark what is unusual about it, to follow its name: "is a Windows program"; null when nothing is
 */
public record InspectedFile(
        String type, Danger danger, @Nullable String remark) {

    private static final String MACROS = "holds macros, which are programs";

    /** Files of these types begin as they must, or are damaged. */
    private static final String ALWAYS_KNOWN = "application/(pdf|zip|vnd\\.openxmlformats.*)|image/(png|jpeg|gif)";

    /** What could happen when it is opened. */
    public enum Danger {
        NONE,
        /** A document with programs inside. */
        MACROS,
        /** It runs, leads to something that runs, or hides what is in it. */
        PROGRAM
    }

    /** @param stated the name it came with; what counts is the one that computers get */
    public static InspectedFile of(String stated, byte[] content) {
        return of(stated, content, new LookLimits());
    }

    /** The same of a file that comes together with others. */
    public static InspectedFile of(String stated, byte[] content, LookLimits limits) {
        String name = FileNames.safe(stated, "", 1);
        ReadOnce zip = new ReadOnce(content);
        String type = FileTypes.detect(name, content, zip);
        String promised = promised(name, type);
        String program = program(name, type, zip, limits);
        if (program != null) {
            return new InspectedFile(type, Danger.PROGRAM, promised == null ? program : promised + program);
        }
        if (hasMacros(name, type, zip)) {
            return new InspectedFile(type, Danger.MACROS, promised == null ? MACROS : promised + MACROS);
        }
        return new InspectedFile(type, Danger.NONE, promised == null ? null : promised + "is " + TypeWords.of(type));
    }

    /** Whether a browser may show it in its own window. */
    public static boolean isShownByBrowsers(String type) {
        return type.matches("image/(png|jpeg|gif|webp)|application/pdf");
    }

    /** What the name leads people to expect and the content is not; null when they agree. */
    private static @Nullable String promised(String name, String type) {
        String named = FileTypes.ofName(name);
        boolean tellable = FileTypes.UNKNOWN.equals(type)
                ? named.matches(ALWAYS_KNOWN)
                : TypeWords.isFamiliar(named) && TypeWords.isFamiliar(type);
        return !tellable || Dangers.ofName(name) != null || isAlike(named, type)
                ? null
                : "is named like " + TypeWords.of(named) + ", but ";
    }

    /** A difference that nobody minds: two sorts of texts, of pictures or of recordings. */
    private static boolean isAlike(String one, String other) {
        return TypeWords.of(one).equals(TypeWords.of(other)) || family(one).equals(family(other));
    }

    private static String family(String type) {
        return type.replaceAll("^image/(?!svg).*", "image")
                .replaceAll("^(audio|video)/.*", "film")
                .replaceAll("^text/(?!html).*", "text");
    }

    /** What makes it more than a document, as the end of a sentence. */
    private static @Nullable String program(String name, String type, ReadOnce zip, LookLimits limits) {
        byte[] content = zip.content;
        // Documents may be archives, too, and open as one under another name
        Packing packing = Packing.of(content);
        String byContent = Dangers.ofContent(type, content);
        String byName = packing == null ? Dangers.ofName(name) : Dangers.ofPacked(name);
        if (byContent != null || byName != null) {
            return byContent != null ? "is " + byContent : "is named like " + byName;
        }
        return packing == null ? null : new ArchiveLook(limits).objection(packing, name, content, zip);
    }

    private static boolean hasMacros(String name, String type, ReadOnce zip) {
        if (Dangers.namesMacros(name) || type.contains("macroenabled")) {
            return true;
        }
        if (type.startsWith("application/vnd.oasis.")) {
            return zip.get().hasMacros();
        }
        boolean ole = type.equals("application/msword")
                || type.startsWith("application/vnd.ms-")
                || type.equals("application/x-tika-msoffice");
        return ole && OleLook.of(zip.content).hasMacros();
    }

    /** What stands in an archive, looked at when it is first asked for, and once. For one thread. */
    private static final class ReadOnce implements Supplier<ZipLook> {
        private final byte[] content;
        private @Nullable ZipLook look;

        ReadOnce(byte[] content) {
            this.content = content;
        }

        @Override
        public ZipLook get() {
            ZipLook known = look == null ? ZipLook.of(content) : look;
            look = known;
            return known;
        }
    }
}
