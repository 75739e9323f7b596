package io.vestibule.portal.request;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Removes files that nobody named, hourly; several nodes at once do no harm. */
@Component
public class FileSweep {

    private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

    private final Files files;

    FileSweep(Files files) {
        this.files = files;
    }

    /** Called hourly by the route {@code tidy-portal}. */
    public void sweep() {
        try {
            files.sweep();
        } catch (DataAccessException e) {
            LOG.info("Unused files were not removed this time; the next try is in an hour. {}", e.getMessage());
        }
    }
}
