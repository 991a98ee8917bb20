using Audio.Core.Mixing;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Requests;
using Audio.Host.State;

namespace Audio.Host.Http.Buses;

/// <summary><c>/v1/buses</c>: the volume of each priority, and of the master.</summary>
internal sealed class BusesEndpoint(BusSettings buses)
{
    /// <summary><c>GET /v1/buses</c>.</summary>
    public Task ListAsync(HttpContext context)
    {
        ApiRequests.RefuseParameters(context.Request.Query);
        return ApiResponses.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new BusList([.. buses.All.Select(BusReport.Of)]),
            BusJson.Readable.BusList
        );
    }

    /// <summary><c>GET /v1/buses/{name}</c>.</summary>
    public Task ShowAsync(HttpContext context, string name)
    {
        ApiRequests.RefuseParameters(context.Request.Query);
        return ShowAsync(context, Find(name));
    }

    /// <summary><c>PATCH /v1/buses/{name}</c>: changes over a 5 ms ramp and answers without waiting for it.</summary>
    public async Task ChangeAsync(HttpContext context, string name)
    {
        var change = BusChange.Read(await ApiRequests.ReadChangeAsync(context.Request));
        AudioBus bus = Find(name);
        buses.Change(bus, change.Volume, change.Muted);
        await ShowAsync(context, bus);
    }

    private static Task ShowAsync(HttpContext context, AudioBus bus) =>
        ApiResponses.WriteAsync(context, StatusCodes.Status200OK, BusReport.Of(bus), BusJson.Readable.BusReport);

    private AudioBus Find(string name) =>
        buses.All.FirstOrDefault(bus => bus.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ApiProblemException(ApiProblems.NoSuchBus(name, buses.All.Select(bus => bus.Name)));
}
