using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AccessKiosk.Web.Security;

/// <summary>
/// Gives out the places for connections. Where they run out, the one that has done nothing for the longest gives way, then one
/// whose request of nobody known takes long: connections that are left idle, or that send a form byte by byte, keep nobody out.
/// Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ConnectionGuard(TimeProvider time)
{
    /// <summary>Places on the port for this machine.</summary>
    public const int MostLocal = 200;

    /// <summary>Places on the port for other machines.</summary>
    public const int MostFromOutside = 400;

    // Of one address, or one /64 of IPv6.
    private const int MostOfOne = 100;

    // No form of somebody who is not signed in takes as long.
    private static readonly TimeSpan LongestOfNobody = TimeSpan.FromSeconds(10);
    private const long LargestOfNobody = 64 << 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Has the connections of a port counted.</summary>
    /// <param name="listen">The port.</param>
    /// <param name="most">How many it has places for.</param>
    public void Use(ListenOptions listen, int most) => listen.Use(next => async connection =>
    {
        if (!TryTake(connection, listen, most))
        {
            connection.Abort(new ConnectionAbortedException("Every place is taken by a connection that works."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            lock (_gate)
                _places.Remove(connection.ConnectionId);
        }
    });

    /// <summary>Marks the connection of a request as at work while it lasts.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Mark(context.Connection.Id, 1);
        try
        {
            await next(context);
        }
        finally
        {
            Mark(context.Connection.Id, -1);
        }
    }

    /// <summary>The connection carries somebody known: it gives way only while it is idle.</summary>
    public void Trust(HttpContext context)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(context.Connection.Id, out var place))
                place.IsTrusted = true;
        }
    }

    /// <summary>The middleware behind authentication: who is known is trusted, and others may send little, where the route says no limit of its own.</summary>
    public Task KnowAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity?.IsAuthenticated == true)
            Trust(context);
        else if (context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestOfNobody;
        return next(context);
    }

    private bool TryTake(ConnectionContext connection, ListenOptions port, int most)
    {
        var network = NetworkOf((connection.RemoteEndPoint as IPEndPoint)?.Address);
        Place? leaving = null;
        lock (_gate)
        {
            var here = _places.Values.Where(place => ReferenceEquals(place.Port, port)).ToList();
            var ofOne = network is null ? [] : here.Where(place => string.Equals(place.Network, network, StringComparison.Ordinal)).ToList();
            if (ofOne.Count >= MostOfOne || here.Count >= most)
            {
                var among = ofOne.Count >= MostOfOne ? ofOne : here;
                leaving = among.Where(place => place.Requests == 0).MinBy(place => place.LastUsed)
                    ?? among.Where(place => !place.IsTrusted && time.GetElapsedTime(place.LastUsed) >= LongestOfNobody).MinBy(place => place.LastUsed);
                if (leaving is null)
                    return false;
                _places.Remove(leaving.Connection.ConnectionId);
            }

            _places[connection.ConnectionId] = new(connection, port, network) { LastUsed = time.GetTimestamp() };
        }

        leaving?.Connection.Abort(new ConnectionAbortedException("Its place is needed."));
        return true;
    }

    private void Mark(string connection, int requests)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(connection, out var place))
                return;
            place.Requests += requests;
            place.LastUsed = time.GetTimestamp();
        }
    }

    // A proxy on this machine speaks for many.
    private static string? NetworkOf(IPAddress? address) => address is null || IPAddress.IsLoopback(address) ? null : SourceNetwork.Host(address);

    private sealed class Place(ConnectionContext connection, ListenOptions port, string? network)
    {
        public ConnectionContext Connection => connection;

        public ListenOptions Port => port;

        public string? Network => network;

        public int Requests { get; set; }

        public bool IsTrusted { get; set; }

        public long LastUsed { get; set; }
    }
}
