using AccessKiosk.Storage.Events;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace AccessKiosk.Web.Tests.Api;

// Every kiosk of this process would be heard: meters are found by name.
[Collection(nameof(Alone))]
public sealed class OtlpTests
{
    // Of opentelemetry/proto/metrics/v1/metrics.proto and what it builds on.
    private const int ResourceMetrics = 1;
    private const int Resource = 1;
    private const int ScopeMetrics = 2;
    private const int Metrics = 2;
    private const int Name = 1;
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;
    private const int DataPoints = 1;
    private const int AsInt = 6;
    private const int PointAttributes = 7;
    private const int HistogramAttributes = 9;
    private const int Count = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_gets_counts_and_times_by_OTLP_and_no_name_of_a_person()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var site = await TestSite.OpenAsync(change: options => options.Web.Otlp = collector.Address);
        var man = await site.EnrolManAsync();

        Dictionary<string, Protobuf> metrics;
        string raw;
        do
        {
            // The listener may come after the pages: what is told before it is not counted.
            site.Kiosk.Record.Publish(new() { At = site.Kiosk.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Camera = "test", Person = man.Id, Name = man.Name, Seconds = 0.6 });
            await Task.Delay(50, Cancellation);
            Flush(site);
            var message = await collector.NextAsync();
            raw = Encoding.UTF8.GetString(message);
            var resource = Assert.Single(new Protobuf(message).All(ResourceMetrics));
            Assert.Equal("accesskiosk", Attributes(Assert.Single(resource.All(Resource)), 1)["service.name"]);
            metrics = resource.All(ScopeMetrics).SelectMany(scope => scope.All(Metrics)).ToDictionary(metric => metric.Text(Name));
        }
        while (!metrics.ContainsKey("accesskiosk.decision.duration"));

        Assert.Equal(1UL, Point(metrics["accesskiosk.people"], Gauge).Bits(AsInt));
        var door = Point(metrics["accesskiosk.door.unlocked"], Gauge);
        Assert.Equal((0UL, "main"), (door.Bits(AsInt), Attributes(door, PointAttributes)["door"]));
        var granted = Granted(metrics["accesskiosk.events"], Sum, PointAttributes).Bits(AsInt);
        Assert.NotEqual(0UL, granted);
        Assert.Equal(granted, Granted(metrics["accesskiosk.decision.duration"], Histogram, HistogramAttributes).Bits(Count));
        Assert.DoesNotContain(man.Name, raw, StringComparison.Ordinal);
        Assert.DoesNotContain($"{man.Id}", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_disturbs_nothing()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.Otlp = "http://127.0.0.1:9");
        using var client = new HttpClient { BaseAddress = new(site.Address) };

        Flush(site);

        Assert.True((await client.GetAsync("/api/v1/health/live", Cancellation)).IsSuccessStatusCode);
    }

    // Now instead of within a minute. Whether every reader has exported is another question: Prometheus waits to be asked.
    private static void Flush(TestSite site) => site.Services.GetRequiredService<MeterProvider>().ForceFlush(30_000);

    private static Protobuf Point(Protobuf metric, int kind) => metric.All(kind).Single().All(DataPoints).Single();

    private static Protobuf Granted(Protobuf metric, int kind, int attributes) =>
        metric.All(kind).Single().All(DataPoints).Single(point => Attributes(point, attributes)["code"] == "access.granted");

    // A key is field 1 and a value field 2, whose text is field 1; other values are of no interest here.
    private static Dictionary<string, string> Attributes(Protobuf of, int field) => of.All(field)
        .Select(attribute => (Key: attribute.Text(1), Value: attribute.All(2).Single()))
        .Where(attribute => attribute.Value.Has(1)).ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Text(1));
}
