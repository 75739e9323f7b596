package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.database.CountedStatements;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Files.Disposition;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.SampleFiles;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.AutowiredAnnotationBeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;

/** In how many statements the portal stores what a mail of a known contact brings. */
class RequestStatementsTests extends RequestTest {

    @Autowired
    private ConfigurableListableBeanFactory product;

    @Test
    void aRequestIsOpenedWithOneForEachThingThatIsAskedOrStored() {
        CountedStatements statements = new CountedStatements(portalDatabase);
        Requests counted = counted(statements);

        assertThat(statements.during(() -> open(counted, List.of())))
                .as("client, origin, contact, request, participant, entry, its state, its event, the feed")
                .isEqualTo(9);
    }

    @Test
    void aCommentIsAddedWithOneForEachThingThatIsAskedOrStored() {
        CountedStatements statements = new CountedStatements(portalDatabase);
        Requests counted = counted(statements);
        UUID request = Firm.id(open(counted, List.of()));
        Comment comment =
                new Comment(writer(), Visibility.PUBLIC, "And how high?", null, List.of(), Channel.EMAIL, Firm.MORNING);

        assertThat(statements.during(
                        () -> Firm.id(counted.comment(Firm.HUB, request, comment, Firm.from("help", unique("mail"))))))
                .as("lock, request, origin, contact, entry, participant, version, its state, its event, the feed")
                .isEqualTo(10);
    }

    @Test
    void aFileTakesOneAndInItsRequestTwoMore() {
        CountedStatements statements = new CountedStatements(portalDatabase);
        Requests counted = counted(statements);
        Files files = new Files(statements.database());
        int without = statements.during(() -> open(counted, List.of()));

        assertThat(statements.during(() -> file(files))).isEqualTo(1);
        List<String> three = Stream.generate(() -> file(files)).limit(3).toList();
        assertThat(statements.during(() -> Firm.id(open(counted, three))) - without)
                .as("whose they are, and for each whether its bytes are there, and where it belongs")
                .isEqualTo(1 + 3 * 2);
    }

    private String file(Files files) {
        Files.Upload upload =
                new Files.Upload(unique("key"), "a.txt", SampleFiles.latin(unique("content")), Disposition.ATTACHMENT);
        return files.put(Firm.HUB, upload).orElseThrow().toString();
    }

    private Party writer() {
        return new Party(Party.Kind.CONTACT, null, "Tom", firm.person(member).email());
    }

    private Outcome open(Requests counted, List<String> files) {
        RequestDraft draft = new RequestDraft(
                "VAT return", "How large is it?", null, writer(), List.of(), files, Channel.EMAIL, null, null);
        return counted.open(Firm.HUB, new NewRequest(client, draft, false), Firm.from("help", unique("mail")));
    }

    /** The room's own objects a second time, over tables that count. */
    private Requests counted(CountedStatements statements) {
        DefaultListableBeanFactory room = new DefaultListableBeanFactory(product);
        room.setAutowireCandidateResolver(new ContextAnnotationAutowireCandidateResolver());
        AutowiredAnnotationBeanPostProcessor wiring = new AutowiredAnnotationBeanPostProcessor();
        wiring.setBeanFactory(room);
        room.addBeanPostProcessor(wiring);
        ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(room);
        scanner.setIncludeAnnotationConfig(false);
        scanner.scan(
                "io.vestibule.portal.request",
                "io.vestibule.portal.access",
                "io.vestibule.portal.client",
                "io.vestibule.portal.feed");
        room.registerSingleton("portalDatabase", statements.database());
        return room.getBean(Requests.class);
    }
}
