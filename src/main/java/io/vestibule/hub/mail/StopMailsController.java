package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.SetMailing;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailWords;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page behind "stop mails about this request". Looking at it changes nothing, since programs open links in mails; a
 * POST acts, from the page's button or from the mail program's own (RFC 8058). Whoever has the link needs no sign-in: it
 * stops the mails of one person about one request and does nothing else.
 */
@Controller
@RequestMapping(StopMails.PATH + "{key}")
class StopMailsController {

    private final ReplyKeys keys;
    private final PortalGateway portal;
    private final MailWords words;
    private final MailManners manners;
    private final LetterSettings firm;

    StopMailsController(
            ReplyKeys keys, PortalGateway portal, MailWords words, MailManners manners, LetterSettings firm) {
        this.keys = keys;
        this.portal = portal;
        this.words = words;
        this.manners = manners;
        this.firm = firm;
    }

    /** Whose mails about what. */
    private record Asked(RequestView view, String address) {
        RequestState request() {
            return view.state();
        }
    }

    @GetMapping
    ModelAndView look(@PathVariable String key) {
        return asked(key)
                .map(asked -> page(asked, StopMails.wants(asked.request(), asked.address()) ? "stop.done" : "stop.ask"))
                .orElseGet(this::gone);
    }

    @PostMapping
    ModelAndView act(@PathVariable String key, @RequestParam(defaultValue = "false") boolean mailed) {
        return asked(key)
                .filter(asked -> isDone(asked, mailed))
                .map(asked -> page(asked, mailed ? "stop.resumed" : "stop.done"))
                .orElseGet(this::gone);
    }

    private boolean isDone(Asked asked, boolean mailed) {
        SetMailing set = new SetMailing(asked.request().id(), Party.contact(null, asked.address()), mailed);
        return portal.execute(Envelope.of("stop-mails." + Ids.next(), set)) instanceof Answer.Applied;
    }

    private Optional<Asked> asked(String key) {
        return uuid(key)
                .flatMap(keys::findStop)
                .flatMap(bound ->
                        portal.request(new RequestId(bound.requestId())).map(view -> new Asked(view, bound.address())))
                .filter(asked -> StopMails.mayStop(asked.request(), asked.address()));
    }

    private static Optional<UUID> uuid(String key) {
        try {
            return Optional.of(UUID.fromString(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private ModelAndView page(Asked asked, String said) {
        Locale language = manners.of(asked.view(), asked.address()).language();
        String number = asked.request().number();
        boolean stopped = said.equals("stop.done");
        return new ModelAndView("hub/mail/stop")
                .addObject("language", language.toLanguageTag())
                .addObject("title", words.say(language, "stop.title", number))
                .addObject("text", words.say(language, said, number, asked.address()))
                .addObject("button", words.say(language, stopped ? "stop.again" : "stop.button"))
                .addObject("mailed", stopped);
    }

    private ModelAndView gone() {
        Locale language = firm.language().locale();
        return new ModelAndView("hub/mail/stop", HttpStatus.GONE)
                .addObject("language", language.toLanguageTag())
                .addObject("title", words.say(language, "stop"))
                .addObject("text", words.say(language, "stop.gone"));
    }
}
