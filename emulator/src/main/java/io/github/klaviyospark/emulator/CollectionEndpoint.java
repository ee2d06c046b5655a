package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Layered;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Seeded;
import io.github.klaviyospark.emulator.collections.Source;
import io.github.klaviyospark.emulator.collections.Source.Wanted;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Tables;
import java.util.ArrayList;
import java.util.List;

/** Lists a collection, whichever it is: its table says what is different about it. */
final class CollectionEndpoint {
    private final Table table;
    private final Holdings holdings;
    private final TimeSource time;

    private CollectionEndpoint(Table table, Holdings holdings, TimeSource time) {
        this.table = table;
        this.holdings = holdings;
        this.time = time;
    }

    /** The operations of all tables. */
    static List<Route> routes(Holdings holdings, TimeSource time) {
        List<Route> routes = new ArrayList<>();
        for (Table table : Tables.all().values()) {
            if (table.limits() != null) {
                routes.add(route(table, holdings, time));
            }
        }
        return routes;
    }

    /** The operation of a table that is not among {@link Tables}. */
    static Route route(Table table, Holdings holdings, TimeSource time) {
        return Routes.route(
                operation(table),
                table.limits(),
                0,
                CollectionRequest.parameters(table),
                new CollectionEndpoint(table, holdings, time)::list);
    }

    static String operation(Table table) {
        return "GET /api/" + table.path();
    }

    private Answer list(Endpoint.Input input) throws Refusal {
        CollectionRequest request = CollectionRequest.read(table, input, holdings, Micros.of(time.wall()));
        Layered all = holdings.find(table.below(input.id()))
                .orElseThrow(
                        () -> Refusal.notFound("A " + parentType() + " with id " + input.id() + " does not exist."));
        Source source = request.filter().key().isPresent() ? candidates(all, request.filter()) : all;
        Wanted wanted = request.filter().wanted(request.order().name().replaceFirst("^-", ""));
        PageWindow<Resource> page = PageWindow.of(
                (from, forward, most) -> source.page(request.order(), wanted, from, forward, most),
                request.order()::place,
                request.cursor(),
                request.size(),
                input.fault());
        return Answer.page(
                CollectionPage.write(request, holdings, input, page),
                page.shown().size());
    }

    private String parentType() {
        return Tables.of(table.parent().orElseThrow()).type();
    }

    /** The members that can pass, so that nobody has to look at all of them. */
    private Source candidates(Layered members, CollectionFilter filter) {
        List<Resource> found = holdings.profiles().candidates(filter.key().get(), filter.keys()).stream()
                .flatMap(profile -> members.find(profile.id()).stream())
                .toList();
        return Layered.of(Seeded.NOTHING, Holdings.usual(table)).with(found);
    }
}
