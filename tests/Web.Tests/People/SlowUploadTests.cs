using AccessKiosk.Enrollment;
using AccessKiosk.Web.People.Import;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Web.Tests.People;

/// <summary>An upload that comes slowly keeps others from importing only for a time.</summary>
public sealed class SlowUploadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_takes_too_long_is_ended_in_words_and_the_next_one_begins()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var site = await TestSite.OpenAsync(time: time);
        var imports = site.Services.GetRequiredService<ImportService>();
        var slow = imports.TakeAsync(
            async (_, end) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, end);
                return default;
            },
            Cancellation);

        time.Advance(UploadLimit.Longest + TimeSpan.FromSeconds(1));

        Assert.Contains("longer than 60 minutes", (await Assert.ThrowsAsync<InputException>(() => slow)).Message, StringComparison.Ordinal);
        Assert.Equal("next", (await Assert.ThrowsAsync<InputException>(() => imports.TakeAsync((_, _) => throw new InputException("next"), Cancellation))).Message);
    }

    [Theory]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", false)]
    public void An_upload_must_come_at_a_rate_where_the_server_can_ask_for_one(string protocol, bool asks)
    {
        var context = new DefaultHttpContext();
        context.Request.Protocol = protocol;
        var rate = new Rate();
        context.Features.Set<IHttpMinRequestBodyDataRateFeature>(rate);

        Assert.True(UploadLimit.Raise(context, 1000));

        Assert.Equal(asks, rate.MinDataRate?.BytesPerSecond >= 32 << 10);
    }

    private sealed class Rate : IHttpMinRequestBodyDataRateFeature
    {
        public MinDataRate? MinDataRate { get; set; }
    }
}
