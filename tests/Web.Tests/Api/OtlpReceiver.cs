using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Web.Tests.Api;

/// <summary>A collector's end of OTLP over gRPC: HTTP/2 without TLS, one call, each message behind five bytes of flag and length.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Export = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private const int Prefix = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly BlockingCollection<byte[]> _requests = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts it on a free port.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost(Export, receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next request's message.</summary>
    public Task<byte[]> NextAsync() => Task.Run(() =>
    {
        Assert.True(_requests.TryTake(out var message, (int)Patience.TotalMilliseconds, TestContext.Current.CancellationToken), "Nothing came.");
        return message;
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _requests.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var message = memory.ToArray();
        Assert.Equal(("application/grpc", 0), (context.Request.ContentType, message[0]));
        _requests.Add(message[Prefix..]);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[Prefix]);
        context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
    }
}
