package io.vestibule.scenario;

import io.vestibule.platform.database.Database;
import io.vestibule.support.Browser;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;

/** Every place where the running product shows or keeps something: text by where it was found. */
final class EverythingShown {

    /** Enough for every kind of page, without reading the messages of all other tests. */
    private static final int MOST_PAGES_OF_A_KIND = 6;

    private EverythingShown() {}

    /** All pages a person reaches by links from here, a few of each kind where there are many alike. */
    static Map<String, String> pages(Browser browser, List<String> starts) {
        Map<String, String> pages = new LinkedHashMap<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        var ahead = new ArrayDeque<>(starts);
        while (!ahead.isEmpty()) {
            String path = ahead.remove();
            boolean wanted = starts.contains(path) || kinds.merge(kind(path), 1, Integer::sum) <= MOST_PAGES_OF_A_KIND;
            if (wanted && !pages.containsKey(path)) {
                Browser.Page page = browser.open(path);
                pages.put(
                        path,
                        page.answer().headers().map() + "\n" + page.answer().body());
                ahead.addAll(page.html().select("a[href^=/]").eachAttr("href"));
            }
        }
        return pages;
    }

    /** The address without what differs between two pages alike. */
    private static String kind(String path) {
        return path.replaceAll("\\?.*|#.*", "").replaceAll("(?<=/(?:received|sent|requests|files|invoices)/).+", "*");
    }

    /** Endpoints, routes and templates of Camel, as its own tools write them down. */
    static Map<String, String> camel(CamelContext camel) throws Exception {
        Map<String, String> shown = new LinkedHashMap<>();
        camel.getEndpoints().forEach(endpoint -> shown.put("endpoint " + endpoint, endpoint.getEndpointUri()));
        camel.getRoutes().forEach(route -> shown.put("route " + route.getId(), route + " " + route.getProperties()));
        var model = camel.getCamelContextExtension().getContextPlugin(ModelCamelContext.class);
        var routes = model == null ? (ModelCamelContext) camel : model;
        for (NamedNode route : routes.getRouteDefinitions()) {
            shown.put("dump of " + route.getId(), dump(camel, route));
        }
        for (NamedNode template : routes.getRouteTemplateDefinitions()) {
            shown.put("dump of template " + template.getId(), dump(camel, template));
        }
        return shown;
    }

    private static String dump(CamelContext camel, NamedNode node) throws Exception {
        return PluginHelper.getModelToXMLDumper(camel).dumpModelAsXml(camel, node, true, true, true);
    }

    /** Every readable attribute of every bean that a management console could show. */
    static Map<String, String> managementBeans() throws JMException {
        Map<String, String> shown = new LinkedHashMap<>();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(null, null)) {
            shown.put(
                    name.toString(),
                    Arrays.stream(server.getMBeanInfo(name).getAttributes())
                            .filter(MBeanAttributeInfo::isReadable)
                            .map(attribute -> attribute.getName() + "=" + value(server, name, attribute.getName()))
                            .collect(Collectors.joining("\n")));
        }
        return shown;
    }

    private static String value(MBeanServer server, ObjectName name, String attribute) {
        try {
            Object value = server.getAttribute(name, attribute);
            return value instanceof Object[] many ? Arrays.deepToString(many) : Objects.toString(value);
        } catch (JMException | RuntimeException unsupported) {
            return String.valueOf(unsupported.getMessage());
        }
    }

    /** Tables with a row that holds one of these words, as text or as bytes. */
    static List<String> tablesWith(Database database, List<String> words) {
        String[] needles = words.stream()
                .flatMap(word ->
                        List.of(word, HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8))).stream())
                .toArray(String[]::new);
        return tables(database).stream()
                .filter(table -> database.sql("""
                                select exists (
                                    select 1 from %s t, lateral (select t::text as line offset 0) written
                                    where exists (select 1 from unnest(:needles::text[]) needle
                                        where position(needle in written.line) > 0))
                                """.formatted(table))
                        .param("needles", needles)
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    static List<String> tables(Database database) {
        return database.sql("""
                        select format('%I.%I', table_schema, table_name) from information_schema.tables
                        where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
                        """).query(String.class).list();
    }
}
