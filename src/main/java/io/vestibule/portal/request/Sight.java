package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who of a client would come to see something when entries go from one request to another. */
@Component
class Sight {

    private static final Access PORTAL = Access.system("sight");

    private final People people;
    private final RequestReads reads;

    Sight(People people, RequestReads reads) {
        this.people = people;
        this.reads = reads;
    }

    /**
     * @param to null for a new request, which is as private as the other one
     * @param joining will take part in it
     */
    List<Person> gaining(Request from, @Nullable Request to, Set<UUID> joining) {
        List<Person> active = people.ofClient(PORTAL, from.clientId()).stream()
                .filter(Person::active)
                .toList();
        Set<UUID> seeFrom = reads.seeing(from.id(), active);
        Set<UUID> seeTo = to == null ? seeFrom : reads.seeing(to.id(), active);
        return active.stream()
                .filter(person -> gains(
                        seeFrom.contains(person.id()), seeTo.contains(person.id()), joining.contains(person.id())))
                .toList();
    }

    /** Who joins sees both, what moves and what is there; who sees the other one already sees what moves. */
    private static boolean gains(boolean seesFrom, boolean seesTo, boolean joins) {
        return joins ? !seesFrom || !seesTo : seesTo && !seesFrom;
    }
}
