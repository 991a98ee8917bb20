using Audio.Host.Http.Reference;

namespace Audio.Host.Http.Buses;

/// <summary>The routes of <c>/v1/buses</c>.</summary>
internal static class BusRoutes
{
    private const string BusName = "`media`, `notification`, `speech`, `alert` or `master`.";

    private static readonly ApiProblemKind NoSuchBus = new(404, "/problems/no-such-bus");

    public static void MapBuses(this RouteGroupBuilder api)
    {
        api.MapGet("/buses", (HttpContext context, BusesEndpoint buses) => buses.ListAsync(context)).DescribeBuses();
        api.MapGet("/buses/{name}", (HttpContext context, BusesEndpoint buses, string name) =>
                buses.ShowAsync(context, name)
            )
            .DescribeBus();
        api.MapPatch("/buses/{name}", (HttpContext context, BusesEndpoint buses, string name) =>
                buses.ChangeAsync(context, name)
            )
            .DescribeBusChange();
    }

    private static void DescribeBuses(this RouteHandlerBuilder route) =>
        route
            .WithName("listBuses")
            .WithTags("Buses")
            .WithSummary("Lists the buses: one for each priority, and the master")
            .Produces<BusList>()
            .Describe(
                new ApiOperation
                {
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "The volume of each bus, and how far it is ducked now.",
                    },
                    Problems = [ApiProblemKind.InvalidParameter, ApiProblemKind.Forbidden, ApiProblemKind.Internal],
                }
            );

    private static void DescribeBus(this RouteHandlerBuilder route) =>
        route
            .WithName("getBus")
            .WithTags("Buses")
            .WithSummary("Shows one bus")
            .Produces<BusReport>()
            .Describe(
                new ApiOperation
                {
                    Id = BusName,
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "The volume of the bus, and how far it is ducked now.",
                    },
                    Problems =
                    [
                        ApiProblemKind.InvalidParameter,
                        ApiProblemKind.Forbidden,
                        NoSuchBus,
                        ApiProblemKind.Internal,
                    ],
                }
            );

    private static void DescribeBusChange(this RouteHandlerBuilder route) =>
        route
            .WithName("changeBus")
            .WithTags("Buses")
            .WithSummary("Sets the volume of a bus, or mutes it; survives a restart of the daemon")
            .Produces<BusReport>()
            .Describe(
                new ApiOperation
                {
                    Id = BusName,
                    Json = static () => ApiSchemas.Change("muted", "Whether the bus is muted; its sessions play on."),
                    Answers = new Dictionary<int, string> { [200] = "The new state; the change is a ramp of 5 ms." },
                    Problems = ApiProblemKind.OfChange(NoSuchBus),
                }
            );
}
