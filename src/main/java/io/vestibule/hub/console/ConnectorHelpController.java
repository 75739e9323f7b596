package io.vestibule.hub.console;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * What a connector's folder has for people: its README as a page, so that "where do I find it?" is one click away (raw
 * HTML in it is shown as text), and its drawing.
 */
@Controller
class ConnectorHelpController {

    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

    private final ConnectorCatalog catalog;
    private final Registrations registrations;
    private final Parser parser;
    private final HtmlRenderer renderer;

    ConnectorHelpController(ConnectorCatalog catalog, Registrations registrations) {
        List<Extension> anchors = List.of(HeadingAnchorExtension.create());
        this.catalog = catalog;
        this.registrations = registrations;
        this.parser = Parser.builder().extensions(anchors).build();
        this.renderer = HtmlRenderer.builder()
                .extensions(anchors)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .build();
    }

    @GetMapping("/console/connectors/{name}/help")
    String help(@PathVariable String name, Model model) {
        Connector connector = registrations.connector(name);
        String readme = Registrations.there(catalog.readme(name));
        model.addAttribute("connector", connector);
        model.addAttribute("html", renderer.render(parser.parse(readme)));
        return "hub/console/connector-help";
    }

    /** The connector's own drawing. It comes from a folder that admins may change, so it can run and load nothing. */
    @GetMapping("/console/connectors/{name}/icon")
    ResponseEntity<byte[]> icon(@PathVariable String name) {
        registrations.connector(name);
        byte[] drawing = Registrations.there(catalog.icon(name)).getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .contentType(SVG)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
                .body(drawing);
    }
}
