package io.vestibule.platform.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a file that could do harm in an archive and in the archives and documents inside it. What can't be looked
 * into, or not within the limits, counts as one.
 */
final class ArchiveLook {

    /** Of a file inside, so much tells what it is. */
    private static final int BEGINNING = 4_096;

    static final String ENCRYPTED = "is encrypted, so nobody can look into it";
    private static final String DAMAGED = "is damaged or packed in a way that is not looked into";

    /** Marks of plain files in a tar archive. */
    private static final String PLAIN = "07\0";

    private final LookLimits limits;

    ArchiveLook(LookLimits limits) {
        this.limits = limits;
    }

    /**
     * What speaks against this archive, to follow its name; null when nothing does.
     *
     * @param zip what stands in it, asked for where it is a ZIP archive
     */
    @Nullable
    String objection(Packing packing, String name, byte[] content, Supplier<ZipLook> zip) {
        try {
            limits.enter();
            return switch (packing) {
                case ZIP -> zip(zip.get());
                case SEVEN_ZIP -> sevenZip(name, content);
                case TAR -> tar(new ByteArrayInputStream(content));
                case GZIP -> compressed(CompressorStreamFactory.GZIP, name, content);
                case BZIP2 -> compressed(CompressorStreamFactory.BZIP2, name, content);
                case XZ -> compressed(CompressorStreamFactory.XZ, name, content);
            };
        } catch (LookLimits.Reached reached) {
            return reached.getMessage();
        } catch (PasswordRequiredException locked) {
            return ENCRYPTED;
        } catch (MemoryLimitException greedy) {
            return "takes more than " + (limits.memoryKb() >> 10) + " MB of memory to unpack";
        } catch (IOException | RuntimeException broken) {
            return DAMAGED;
        } finally {
            limits.leave();
        }
    }

    private @Nullable String zip(ZipLook zip) throws IOException {
        for (ZipLook.Entry entry : zip.entries()) {
            try (InputStream in = limits.counted(entry.content())) {
                String found = inside(entry.name(), in, zip.isOffice() && entry.isVba());
                if (found != null) {
                    return found;
                }
            }
        }
        return zip.doubt();
    }

    private @Nullable String sevenZip(String name, byte[] content) throws IOException {
        long files = SevenZipHeader.check(content);
        try (SevenZFile archive = SevenZFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(content))
                .setMaxMemoryLimitKiB(limits.memoryKb())
                .get()) {
            InputStream in = limits.counted(current(archive));
            for (SevenZArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                files--;
                String stated = Objects.requireNonNullElse(entry.getName(), "");
                String inner = stated.isEmpty() ? unpacked(name) : stated;
                String found = entry.isDirectory() ? null : whole(inner, in);
                if (found != null) {
                    return found;
                }
            }
        }
        // The reader passes over files of which nothing is told, not even a name
        return files == 0 ? null : DAMAGED;
    }

    private static InputStream current(SevenZFile archive) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return archive.read();
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return length == 0 ? 0 : archive.read(into, from, length);
            }
        };
    }

    /** Programs know names of their own for what is inside: one of the archive without its ending, or one written in it. */
    private @Nullable String compressed(String method, String name, byte[] content) throws IOException {
        try (InputStream unpacked = new CompressorStreamFactory(true, limits.memoryKb())
                .createCompressorInputStream(method, new ByteArrayInputStream(content))) {
            PushbackInputStream in = new PushbackInputStream(limits.counted(unpacked), BEGINNING);
            byte[] start = beginning(in);
            if (Packing.of(start) == Packing.TAR) {
                return tar(in);
            }
            String written = unpacked instanceof GzipCompressorInputStream gzip
                    ? Objects.requireNonNullElse(gzip.getMetaData().getFileName(), "")
                    : "";
            String found = written.isEmpty() ? null : kind(FileNames.safe(written, "", 1), start);
            return found != null ? found : whole(unpacked(name), in);
        }
    }

    /** What programs call a file without a name inside this archive; a.tgz is short for a.tar.gz. */
    private static String unpacked(String archive) {
        return archive.replaceFirst("(?i)\\.t(?=(gz|bz2?|xz)$)", ".tar.").replaceFirst("\\.[^.]*$", "");
    }

    private @Nullable String tar(InputStream packed) throws IOException {
        TarHeaders headers = new TarHeaders(packed);
        TarArchiveInputStream archive = new TarArchiveInputStream(headers);
        for (TarArchiveEntry entry = headers.next(archive); entry != null; entry = headers.next(archive)) {
            String found = isOdd(entry) ? DAMAGED : entry.isDirectory() ? null : whole(entry.getName(), archive);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Some programs pass over the bytes behind what is no plain file, and to others the next file lies there. */
    private static boolean isOdd(TarArchiveEntry entry) {
        boolean plain = !entry.isDirectory() && PLAIN.indexOf(entry.getLinkFlag()) >= 0;
        return entry.isSparse() || !plain && entry.getSize() > 0;
    }

    /** Of an archive that is read from its beginning to its end; what is harmless, to its own end. */
    private @Nullable String whole(String name, InputStream in) throws IOException {
        String found = inside(name, in, false);
        if (found == null) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return found;
    }

    /**
     * What is wrong with a file inside an archive; null when nothing is.
     *
     * @param macros it is known to be a document's macros
     */
    private @Nullable String inside(String stated, InputStream content, boolean macros) throws IOException {
        limits.nextFile();
        String name = FileNames.safe(stated, "", 1);
        PushbackInputStream in = new PushbackInputStream(content, BEGINNING);
        byte[] start = beginning(in);
        String kind = kind(name, start);
        boolean opens = Packing.of(start) != null || OleLook.isOne(start) && !macros;
        return kind == null && opens ? opened(name, in) : kind;
    }

    private static byte[] beginning(PushbackInputStream in) throws IOException {
        byte[] start = in.readNBytes(BEGINNING);
        in.unread(start);
        return start;
    }

    /** By its name and its beginning alone. */
    private static @Nullable String kind(String name, byte[] start) {
        boolean packed = Packing.of(start) != null;
        String type = packed || start.length == 0 ? FileTypes.UNKNOWN : FileTypes.detect(name, start);
        String byContent = Dangers.ofContent(type, start);
        String kind = byContent != null ? byContent : packed ? Dangers.ofPacked(name) : Dangers.ofName(name);
        if (kind != null) {
            return "contains " + name + ", " + kind;
        }
        return Dangers.namesMacros(name) ? "contains " + name + ", a document with macros" : null;
    }

    private @Nullable String opened(String name, InputStream in) throws IOException {
        byte[] content = limits.keep(in);
        try {
            InspectedFile file = InspectedFile.of(name, content, limits);
            return switch (file.danger()) {
                case NONE -> null;
                case MACROS -> "contains " + name + ", a document with macros";
                case PROGRAM -> "contains " + name + ", which " + file.remark();
            };
        } finally {
            limits.forget(content);
        }
    }
}
