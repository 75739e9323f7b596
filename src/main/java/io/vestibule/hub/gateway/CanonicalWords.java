package io.vestibule.hub.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ContactId;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.InvoiceId;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.canonical.RequestId;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Function;

/** Teaches Jackson the contract's words: typed ids are plain strings, amounts decimal strings, enum constants are written in kebab case. */
final class CanonicalWords extends SimpleModule {

    private static final long serialVersionUID = 1L;

    CanonicalWords() {
        super("canonical-words");
        id(ClientId.class, ClientId::new);
        id(ContactId.class, ContactId::new);
        id(FileId.class, FileId::new);
        id(InvoiceId.class, InvoiceId::new);
        id(PersonId.class, PersonId::new);
        id(RequestId.class, RequestId::new);
        addSerializer(BigDecimal.class, new PlainAmount());
    }

    private <T> void id(Class<T> type, Function<String, T> from) {
        addSerializer(type, new ToStringSerializer(type));
        addDeserializer(type, new IdDeserializer<>(type, from));
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new KebabEnums());
    }

    private static final class KebabEnums extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass annotatedClass, Enum<?>[] constants, String[] names) {
            for (int i = 0; i < constants.length; i++) {
                names[i] = CanonicalJson.wireName(constants[i]);
            }
            return names;
        }
    }

    private static final class PlainAmount extends ToStringSerializerBase {
        private static final long serialVersionUID = 1L;

        PlainAmount() {
            super(BigDecimal.class);
        }

        @Override
        public String valueToString(Object value) {
            return ((BigDecimal) value).toPlainString();
        }
    }

    private static final class IdDeserializer<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> from;

        IdDeserializer(Class<T> type, Function<String, T> from) {
            super(type);
            this.from = from;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString();
            if (text == null || text.isBlank()) {
                throw context.weirdStringException(String.valueOf(text), handledType(), "an id is expected");
            }
            return from.apply(text);
        }
    }
}
