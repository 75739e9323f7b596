package io.vestibule.hub.sla;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * When the firm works. Turns business time into points in time and back; immutable, and right over changes between
 * summer and winter time because every opening is computed on its own day.
 */
public final class BusinessCalendar {

    /** A target further away than this is a configuration error, not a promise. */
    private static final int LONGEST_LOOK_AHEAD_DAYS = 3 * 366;

    /** Opening hours of a day, in the calendar's zone; {@code to} may be 24:00, given as {@link LocalTime#MIDNIGHT}. */
    public record Opening(LocalTime from, LocalTime to) {}

    /** A stretch of working time. */
    public record Interval(Instant from, Instant to) {
        public Duration length() {
            return Duration.between(from, to);
        }
    }

    private final String name;
    private final ZoneId zone;
    private final Map<DayOfWeek, List<Opening>> openings;
    private final Predicate<LocalDate> holiday;

    public BusinessCalendar(
            String name, ZoneId zone, Map<DayOfWeek, List<Opening>> openings, Predicate<LocalDate> holiday) {
        if (openings.values().stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException("Calendar " + name + " has no opening hours");
        }
        this.name = name;
        this.zone = zone;
        this.openings = openings.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, day -> inOrder(name, day.getValue())));
        this.holiday = holiday;
    }

    /** Stretches are counted one after the other: no time may count twice. */
    private static List<Opening> inOrder(String calendar, List<Opening> day) {
        List<Opening> sorted =
                day.stream().sorted(Comparator.comparing(Opening::from)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            Opening before = sorted.get(i - 1);
            Opening next = sorted.get(i);
            if (before.to().equals(LocalTime.MIDNIGHT) || next.from().isBefore(before.to())) {
                throw new IllegalArgumentException("Calendar %s: %s-%s and %s-%s overlap"
                        .formatted(calendar, before.from(), before.to(), next.from(), next.to()));
            }
        }
        return sorted;
    }

    public String name() {
        return name;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The point in time at which {@code businessTime} has passed since {@code start}. */
    public Instant after(Instant start, Duration businessTime) {
        List<Interval> worked = intervals(start, businessTime);
        return worked.isEmpty() ? start : worked.getLast().to();
    }

    /** The working stretches from {@code start} on that together last {@code businessTime}; empty for zero. */
    public List<Interval> intervals(Instant start, Duration businessTime) {
        List<Interval> taken = new ArrayList<>();
        Duration left = businessTime;
        LocalDate day = start.atZone(zone).toLocalDate();
        for (int ahead = 0; left.isPositive(); ahead++) {
            if (ahead > LONGEST_LOOK_AHEAD_DAYS) {
                throw new IllegalStateException("Calendar " + name + " has no " + businessTime
                        + " of working time after " + start + " within three years: check its hours and holidays");
            }
            left = takeFrom(openOn(day.plusDays(ahead), start), left, taken);
        }
        return taken;
    }

    /** Working time between two points; zero when {@code to} is not after {@code from}. */
    public Duration between(Instant from, Instant to) {
        return worked(from, to).stream().map(Interval::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** The working stretches between two points, however far apart; none when {@code to} is not after {@code from}. */
    public List<Interval> worked(Instant from, Instant to) {
        List<Interval> worked = new ArrayList<>();
        LocalDate last = to.atZone(zone).toLocalDate();
        for (LocalDate day = from.atZone(zone).toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
            for (Interval open : openOn(day, from)) {
                Instant end = open.to().isAfter(to) ? to : open.to();
                if (end.isAfter(open.from())) {
                    worked.add(new Interval(open.from(), end));
                }
            }
        }
        return worked;
    }

    private static Duration takeFrom(List<Interval> open, Duration left, List<Interval> taken) {
        Duration rest = left;
        for (Interval interval : open) {
            if (!rest.isPositive()) {
                break;
            }
            Duration part = interval.length().compareTo(rest) > 0 ? rest : interval.length();
            taken.add(new Interval(interval.from(), interval.from().plus(part)));
            rest = rest.minus(part);
        }
        return rest;
    }

    /** The day's openings that end after {@code notBefore}, cut at it. */
    private List<Interval> openOn(LocalDate day, Instant notBefore) {
        if (holiday.test(day)) {
            return List.of();
        }
        List<Interval> open = new ArrayList<>();
        for (Opening opening : openings.getOrDefault(day.getDayOfWeek(), List.of())) {
            Instant from = day.atTime(opening.from()).atZone(zone).toInstant();
            LocalDate endDay = opening.to().equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
            Instant to = endDay.atTime(opening.to()).atZone(zone).toInstant();
            Instant start = from.isBefore(notBefore) ? notBefore : from;
            if (to.isAfter(start)) {
                open.add(new Interval(start, to));
            }
        }
        return open;
    }
}
