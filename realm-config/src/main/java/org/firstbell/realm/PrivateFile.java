package org.firstbell.realm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A new file with addresses in it, for nobody but its owner to read where the file system knows owners. */
final class PrivateFile {

    private PrivateFile() {}

    /**
     * Makes it.
     *
     * @throws RefusedException if there is one already, or none can be made
     */
    static Writer create(Path path) {
        try {
            return Channels.newWriter(Files.newByteChannel(path, Set.of(CREATE_NEW, WRITE), owners(path)), UTF_8);
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException("There is a file " + path + " already: choose another name", e);
        } catch (IOException e) {
            throw new RefusedException("The file " + path + " cannot be written: " + e, e);
        }
    }

    private static FileAttribute<?>[] owners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
