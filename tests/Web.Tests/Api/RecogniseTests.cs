using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace AccessKiosk.Web.Tests.Api;

public sealed class RecogniseTests
{
    [Fact]
    public async Task Where_more_is_enrolled_than_the_calibration_speaks_for_a_face_is_refused_with_the_reason()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var record = Path.Combine(folder.Path, "small.json");
        await SmallRecord.WriteAsync(record);
        await using var site = await TestSite.OpenAsync(change: options =>
        {
            options.Recognition.Calibration = record;
            options.Recognition.MaxFpir = SmallRecord.TooStrict;
        });
        await site.EnrolManAsync();
        var key = await site.Kiosk.Population.Store.ApiKeys.AddAsync("tests", ["recognise"], null, "Ada", cancellationToken);
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Secret);
        using var picture = new ByteArrayContent(await File.ReadAllBytesAsync(Recordings.Portrait, cancellationToken)) { Headers = { ContentType = new("image/jpeg") } };

        using var answer = await client.PostAsync("/api/v1/identify", picture, cancellationToken);

        Assert.Equal(409, (int)answer.StatusCode);
        Assert.Contains("calibration record", (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
