package io.vestibule.hub.mail;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.gateway.NotingPortal;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxHandler;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.inbox.PayloadStore;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AutowiredAnnotationBeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.stereotype.Component;

/**
 * Says what intake would do with a mail now, and does nothing of it. It is intake itself: a second set of this room's
 * objects over a portal that only takes note and a database that forgets, so that it can't differ from what would happen.
 * One at a time. Mailboxes, settings and all else that intake only reads are those of the product.
 */
@Component
public class Rehearsal {

    private static final String ROOM = "io.vestibule.hub.mail";

    /** What intake only asks, and what a rehearsal has of its own. */
    private static final Pattern OF_THE_PRODUCT = Pattern.compile(
            "io\\.vestibule\\.hub\\.mail\\.((mailbox|proof|quarantine)\\..*|Rehearsal.*|MailEvidence|MailIdentities)");

    private final ConfigurableListableBeanFactory product;
    private final NotingPortal portal;
    private final Database forgetting;
    private final NotedEvidence evidence;
    private final OneOriginal original;
    private @Nullable InboxHandler intake;

    Rehearsal(ConfigurableListableBeanFactory product, Database hubDatabase, PortalGateway portal) {
        this.product = product;
        this.portal = new NotingPortal(portal);
        this.forgetting = hubDatabase.forgetting();
        this.evidence = new NotedEvidence(forgetting);
        this.original = new OneOriginal(forgetting);
    }

    /**
     * How the handling would end.
     *
     * @param evidence why, in words
     * @param commands what the portal would be asked to do, in their order
     */
    public record Outcome(Handling handling, List<String> evidence, List<CanonicalCommand> commands) {}

    /** @param message need not be in the inbox; then its id is none of a message there, best one behind all of them */
    public synchronized Outcome of(InboxMessage message, byte[] raw) {
        InboxHandler handler = intake == null ? intake() : intake;
        intake = handler;
        original.raw = raw;
        evidence.lines = List.of();
        portal.taken();
        Handling handling = handling(handler, message);
        return new Outcome(handling, evidence.lines, portal.taken());
    }

    /** A handling that breaks off is tried again, as in earnest. */
    private static Handling handling(InboxHandler handler, InboxMessage message) {
        try {
            return handler.handle(message);
        } catch (PortalUnreachable e) {
            throw e;
        } catch (RuntimeException e) {
            return new Handling.Retry("handling-failed", String.valueOf(e.getMessage()), null);
        }
    }

    private InboxHandler intake() {
        DefaultListableBeanFactory stage = new DefaultListableBeanFactory(product);
        stage.setAutowireCandidateResolver(new ContextAnnotationAutowireCandidateResolver());
        stage.addEmbeddedValueResolver(product::resolveEmbeddedValue);
        AutowiredAnnotationBeanPostProcessor wiring = new AutowiredAnnotationBeanPostProcessor();
        wiring.setBeanFactory(stage);
        stage.addBeanPostProcessor(wiring);
        ClassPathBeanDefinitionScanner room = new ClassPathBeanDefinitionScanner(stage);
        room.setIncludeAnnotationConfig(false);
        room.addExcludeFilter(new RegexPatternTypeFilter(OF_THE_PRODUCT));
        room.scan(ROOM);
        List.of(Inbox.class, Outbox.class)
                .forEach(queue -> stage.registerBeanDefinition(
                        product.getBeanNamesForType(queue)[0], new RootBeanDefinition(queue)));
        stage.registerBeanDefinition("rehearsedMeters", forgottenMeters());
        replace(stage, Database.class, "hubDatabase", forgetting);
        replace(stage, PortalGateway.class, null, portal);
        replace(stage, MailEvidence.class, null, evidence);
        replace(stage, MailIdentities.class, null, new ReadIdentities(forgetting));
        replace(stage, PayloadStore.class, null, original);
        return stage.getBean("mailHandler", InboxHandler.class);
    }

    /** What is counted in a rehearsal never happened. */
    private static RootBeanDefinition forgottenMeters() {
        RootBeanDefinition meters = new RootBeanDefinition(MeterRegistry.class, SimpleMeterRegistry::new);
        meters.setPrimary(true);
        return meters;
    }

    /** Stands in for the product's object, whose name it takes. */
    private void replace(DefaultListableBeanFactory stage, Class<?> type, @Nullable String name, Object by) {
        stage.registerSingleton(name == null ? product.getBeanNamesForType(type)[0] : name, by);
    }

    private static final class NotedEvidence extends MailEvidence {
        private List<String> lines = List.of();

        NotedEvidence(Database database) {
            super(database);
        }

        @Override
        void store(long inboxId, List<String> found) {
            lines = List.copyOf(found);
        }
    }

    /** A mail that was never received has no row that others could point at, but what was noted of it is asked again. */
    private static final class ReadIdentities extends MailIdentities {
        private @Nullable Mail rehearsed;

        ReadIdentities(Database database) {
            super(database);
        }

        @Override
        Optional<Known> register(Mail mail) {
            rehearsed = mail;
            return super.byExternalId(mail.externalId())
                    .filter(known -> known.inboxId() != mail.inboxId() && !known.isTurnedAway());
        }

        @Override
        Optional<Known> byExternalId(String externalId) {
            return super.byExternalId(externalId)
                    .or(() -> Optional.ofNullable(rehearsed)
                            .filter(mail -> mail.externalId().equals(externalId))
                            .map(ReadIdentities::noted));
        }

        private static Known noted(Mail mail) {
            return new Known(
                    mail.inboxId(),
                    mail.connection(),
                    mail.messageId(),
                    mail.unanswerable(),
                    null,
                    InboxState.PROCESSING);
        }
    }

    private static final class OneOriginal extends PayloadStore {
        private byte[] raw = new byte[0];

        OneOriginal(Database database) {
            super(database);
        }

        @Override
        public byte[] bytes(long id) {
            return raw;
        }
    }
}
