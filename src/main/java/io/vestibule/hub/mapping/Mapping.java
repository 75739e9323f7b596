package io.vestibule.hub.mapping;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One compiled JSONata expression. Whoever translates asks {@link Mappings} for it and calls {@link #evaluate}; it has
 * no side effects, never throws for what data or expression do wrong, and always returns within its time limit.
 */
public final class Mapping {

    static final int RESULT_LIMIT = 1_000_000;
    private static final Map<String, Jsonata.JFunction> SHARED = shared();

    private final String name;
    private final String source;
    private final BoundedRun bounded;
    private final Queue<Jsonata> idle = new ConcurrentLinkedQueue<>();
    private final Optional<PlainExpression> plain;
    private final Optional<PlainCall> call;
    private final @Nullable MappingFailure problem;

    Mapping(String name, String source, BoundedRun bounded) {
        this.name = name;
        this.source = source;
        this.bounded = bounded;
        this.plain = PlainExpression.of(source);
        this.call = PlainCall.of(source);
        this.problem = compileOnce();
    }

    private @Nullable MappingFailure compileOnce() {
        try {
            idle.add(Jsonata.jsonata(source));
            return null;
        } catch (JException wrong) {
            return new MappingFailure(place(wrong), "The expression does not compile: " + wrong.getMessage());
        } catch (RuntimeException wrong) {
            return new MappingFailure(name, "The expression does not compile: " + wrong);
        }
    }

    /** Why the expression does not compile, if it doesn't; every evaluation then fails with the same words. */
    public Optional<MappingFailure> problem() {
        return Optional.ofNullable(problem);
    }

    /** The name it was asked for under: a file of a connector, or the path of an expression in it. */
    public String name() {
        return name;
    }

    /**
     * Evaluates over {@code input}.
     *
     * @throws MappingsBusy no place was free in time: try again later
     */
    public MappingResult evaluate(JsonNode input, Variables variables) {
        return evaluate(input, variables, () -> RESULT_LIMIT);
    }

    /** The same for an expression that picks a part of its input: that may be as large as the input is. */
    public MappingResult pick(JsonNode input, Variables variables) {
        return evaluate(input, variables, () -> Math.max(RESULT_LIMIT, JsonValues.size(input)));
    }

    private MappingResult evaluate(JsonNode input, Variables variables, IntSupplier sizeLimit) {
        if (problem != null) {
            return problem;
        }
        return plain.flatMap(expression -> expression.evaluate(input, variables))
                .or(() -> call.flatMap(one -> one.evaluate(input, variables)))
                .<MappingResult>map(MappingResult.Value::new)
                .orElseGet(() -> evaluateByEngine(input, variables, sizeLimit.getAsInt()));
    }

    MappingResult evaluateByEngine(JsonNode input, Variables variables, int sizeLimit) {
        try {
            return new MappingResult.Value(bounded.run(() -> run(input, variables, sizeLimit)));
        } catch (MappingsBusy busy) {
            throw busy;
        } catch (BoundedRun.TooLong tooLong) {
            return new MappingFailure(name, tooLong.getMessage() + ": simplify the expression");
        } catch (JException wrong) {
            return new MappingFailure(place(wrong), String.valueOf(wrong.getMessage()));
        } catch (JsonValues.Unfit unfit) {
            String place = name + " -> " + (unfit.path.isEmpty() ? "/" : unfit.path);
            return new MappingFailure(place, message(unfit), unfit.tooLarge);
        } catch (StackOverflowError tooDeep) {
            return new MappingFailure(name, "The expression calls itself too deeply: simplify it");
        } catch (RuntimeException wrong) {
            return new MappingFailure(name, message(wrong));
        }
    }

    private JsonNode run(JsonNode input, Variables variables, int sizeLimit) {
        Jsonata engine = Optional.ofNullable(idle.poll()).orElseGet(() -> Jsonata.jsonata(source));
        Jsonata.Frame frame = engine.createFrame();
        SHARED.forEach(frame::bind);
        variables.bind(source, frame);
        bounded.watch(frame);
        JsonNode result = JsonValues.toNode(engine.evaluate(JsonValues.toJava(input), frame), sizeLimit);
        // Kept for the next run only after a clean end: an engine is not safe to share with a run that was cut off.
        idle.add(engine);
        return result;
    }

    /** Lent once for all runs: the engine compiles a pattern for each function it is lent, and changes none of them. */
    private static Map<String, Jsonata.JFunction> shared() {
        return MappingFunctions.all().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, function -> lend(function.getValue())));
    }

    static Jsonata.JFunction lend(MappingFunction function) {
        return new Jsonata.JFunction((input, arguments) -> function.call(plain(arguments)), "<x?x?x?:x>");
    }

    @SuppressWarnings("ReferenceEquality") // the library marks null by this very object
    private static List<@Nullable Object> plain(List<?> arguments) {
        List<@Nullable Object> plain = new ArrayList<>();
        arguments.forEach(argument -> plain.add(argument == Jsonata.NULL_VALUE ? null : argument));
        return plain;
    }

    private String place(JException wrong) {
        int at = Math.clamp(wrong.getLocation(), 0, source.length());
        long line = source.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return source.contains("\n") ? name + ":" + line : name;
    }

    private static String message(Throwable wrong) {
        Throwable cause = wrong;
        while (cause.getCause() != null && !(cause instanceof IllegalArgumentException)) {
            cause = cause.getCause();
        }
        Supplier<String> fallback = cause::toString;
        return Optional.ofNullable(cause.getMessage()).orElseGet(fallback);
    }
}
