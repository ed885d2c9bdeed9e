using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage.Events;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.Api;

/// <summary>Bodies, moments and places as programs of all kinds send them.</summary>
public sealed class ApiInputTests(ApiSite api) : IClassFixture<ApiSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeopleStore People => api.Site.Kiosk.Population.Store.People;

    [Fact]
    public async Task A_change_of_which_a_part_is_refused_changes_nothing()
    {
        await People.AddAsync(new() { Name = "Holder", ExternalId = "TAKEN" }, null, "test", Cancellation);
        var ann = await People.AddAsync(new() { Name = "Ann", ExternalId = "E-1", Note = "n" }, null, "test", Cancellation);
        var before = PersonValues.Of(ann);
        foreach (var (body, status) in new (object, int)[]
        {
            (new { name = "Anne", externalId = "TAKEN" }, 409),
            (new { name = "Anne", note = "other", validFrom = "2030-01-01", validUntil = "2029-01-01" }, 422),
            (new { status = "suspended", note = new string('x', 5000) }, 422),
            (new { status = "suspended", name = " " }, 422),
        })
        {
            Assert.Equal(status, (int)(await PatchAsync(ann, JsonSerializer.Serialize(body))).StatusCode);
            Assert.Equal(before, PersonValues.Of(People.Find(ann.Id)!));
        }

        (await PatchAsync(ann, """{"name": " Anne ", "externalId": null, "status": "suspended", "validUntil": "2030-12-31"}""")).EnsureSuccessStatusCode();
        var now = People.Find(ann.Id)!;
        Assert.Equal(("Anne", null, "n", PersonStatus.Suspended), (now.Name, now.ExternalId, now.Note, now.Status));
    }

    [Theory]
    [InlineData("""{"status": "suspended", "status": "active"}""", 400)]
    [InlineData("""[{"op": "replace", "path": "/name", "value": "x"}]""", 400)]
    [InlineData("null", 400)]
    [InlineData("\"text\"", 400)]
    [InlineData("""{"name": {"first": "A"}}""", 400)]
    [InlineData("""{"Status": "active"}""", 422)]
    [InlineData("""{"valid_until": "2030-12-31"}""", 422)]
    [InlineData("""{"references": []}""", 422)]
    [InlineData("""{"\ud800": 1}""", 400)]
    [InlineData("""{"name": "\udfff"}""", 400)]
    [InlineData("""{"name": 1e999999}""", 400)]
    [InlineData("""{"validUntil": 20301231}""", 400)]
    [InlineData("""{"validFrom": "0001-01-01T00:00:00Z"}""", 422)]
    [InlineData("""{"name": "\u200e\u200b"}""", 422)]
    [InlineData("{\"name\": \"Ann\"", 400)]
    [InlineData("", 400)]
    public async Task A_change_that_is_no_object_of_known_properties_is_refused(string body, int status)
    {
        var ann = await People.AddAsync(new() { Name = "Ann", Status = PersonStatus.Suspended }, null, "test", Cancellation);
        Assert.Equal(status, (int)(await PatchAsync(ann, body)).StatusCode);
        Assert.Equal(PersonStatus.Suspended, People.Find(ann.Id)!.Status);
    }

    [Theory]
    [InlineData("""{"name": "Misspelt", "valid_until": "2030-12-31"}""")]
    [InlineData("""{"name": "Misspelt", "suspended": true}""")]
    public async Task A_new_person_with_a_property_that_is_not_known_is_refused_rather_than_let_in_without_it(string body)
    {
        Assert.Equal(422, (int)(await api.Client.PostAsync("/api/v1/people", Text(body), Cancellation)).StatusCode);
        Assert.Empty(People.Search("Misspelt"));
    }

    [Theory]
    [InlineData("/events?from=01.02.2027")]
    [InlineData("/events?from=03/04/2027")]
    [InlineData("/events?until=tomorrow")]
    [InlineData("/events?until=2027-02-30")]
    [InlineData("/muster?at=01.02.2027")]
    [InlineData("/muster?at=03/04/2027 8:00")]
    [InlineData("/muster?at=1794034800")]
    public async Task A_moment_that_is_not_written_in_iso_8601_is_refused_with_what_is_wanted(string path)
    {
        using var answer = await api.Client.GetAsync($"/api/v1{path}", Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("2030-12-31", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moment_without_an_offset_is_the_site_s_whatever_the_box_is_set_to()
    {
        var rules = api.Site.Services.GetRequiredService<SiteRules>();
        // No box that runs tests is set to it.
        await rules.SaveAsync(rules.Active.Rules with { Zone = "Pacific/Kiritimati" }, rules.Active.Version, "test", "test", Cancellation);
        await api.Site.Kiosk.Population.Store.Events.AppendAsync(
            new() { At = new(2026, 3, 1, 10, 30, 0, TimeSpan.Zero), Code = EventCodes.CameraOpened, Door = "main", Detail = "noon" }, Cancellation);

        // 10:30 in Greenwich is half past midnight of the second there.
        foreach (var (query, found) in new[]
        {
            ("from=2026-03-02&until=2026-03-02", true), ("from=2026-03-01&until=2026-03-01", false), ("from=2026-03-02T00:30&until=2026-03-02T00:31", true),
            ("from=2026-03-02T00:31&until=2026-03-03", false), ("from=2026-03-01T10:30:00Z&until=2026-03-01T10:31:00Z", true),
            ("from=2026-03-01T11:30:00%2B01:00&until=2026-03-01T11:31:00%2B01:00", true),
        })
        {
            var events = await api.Client.GetFromJsonAsync<JsonElement>($"/api/v1/events?{query}&kind=camera.opened", Cancellation);
            Assert.True(found == events.GetProperty("items").EnumerateArray().Any(one => one.TryGetProperty("detail", out var detail) && detail.GetString() == "noon"), query);
        }

        var muster = await api.Client.GetFromJsonAsync<JsonElement>("/api/v1/muster?at=2026-03-02T00:30", Cancellation);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 30, 0, TimeSpan.Zero), muster.GetProperty("at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("text/plain", true)]
    [InlineData("image/jpeg", true)]
    [InlineData(null, true)]
    public async Task What_a_body_is_its_bytes_say_and_not_its_media_type(string? type, bool isJson)
    {
        var jpeg = await File.ReadAllBytesAsync(Recordings.Portrait, Cancellation);
        using var body = new ByteArrayContent(isJson ? Encoding.UTF8.GetBytes($"\r\n {{\"Picture\": \"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\"}}") : jpeg);
        if (type is not null)
            body.Headers.ContentType = new(type);
        using var answer = await api.Client.PostAsync("/api/v1/detect", body, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_field_of_a_form_may_hold_the_picture_in_base64_and_a_file_as_large_as_allowed_may_come_so()
    {
        var jpeg = await File.ReadAllBytesAsync(Recordings.Portrait, Cancellation);
        using var form = new MultipartFormDataContent { { new StringContent(Convert.ToBase64String(jpeg)), "picture" } };
        Assert.Equal(HttpStatusCode.OK, (await api.Client.PostAsync("/api/v1/detect", form, Cancellation)).StatusCode);

        Array.Resize(ref jpeg, 9 << 20);
        using var json = Text($$"""{"picture": "{{Convert.ToBase64String(jpeg)}}"}""");
        Assert.Equal(HttpStatusCode.OK, (await api.Client.PostAsync("/api/v1/detect", json, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("0")]
    public async Task A_stream_from_a_place_that_the_record_never_had_goes_on_with_what_comes_next(string place)
    {
        var store = api.Site.Kiosk.Population.Store;
        await store.Events.AppendAsync(Happened("before"), Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events/stream");
        request.Headers.Add("Last-Event-ID", place);
        using var answer = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        var first = await reader.ReadLineAsync(Cancellation);
        var newest = (await store.Events.NewestAsync(Cancellation)).ToString(CultureInfo.InvariantCulture);
        Assert.Equal($"id: {(place == "0" ? "0" : newest)}", first);
        await store.Events.AppendAsync(Happened("after"), Cancellation);
        while (await reader.ReadLineAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation) is { } line)
        {
            if (line.Contains("\"after\"", StringComparison.Ordinal))
                return;
        }

        Assert.Fail("The stream ended.");
    }

    [Theory]
    [InlineData("/people", "{\"\\ud800\": 1, \"name\": \"Ann\"}")]
    [InlineData("/webhooks", "{\"\\ud800\": 1}")]
    [InlineData("/webhooks", "[]")]
    [InlineData("/anti-passback/forgive", "{\"person\": \"\\ud800\"}")]
    [InlineData("/people/import/confirm", "{\"id\": \"00000000-0000-0000-0000-000000000000\", \"people\": [\"\\ud800\"]}")]
    [InlineData("/people", "{\"a\":{\"a\":{\"a\":1}},\"a\":2}")]
    public async Task A_body_of_broken_text_is_the_sender_s_fault(string path, string body)
    {
        using var answer = await api.Client.PostAsync($"/api/v1{path}", Text(body), Cancellation);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Theory]
    [InlineData("url")]
    [InlineData("lines")]
    [InlineData("mark")]
    public async Task Base64_of_every_dialect_is_read(string dialect)
    {
        var text = Convert.ToBase64String(await File.ReadAllBytesAsync(Recordings.Portrait, Cancellation), dialect == "lines" ? Base64FormattingOptions.InsertLineBreaks : Base64FormattingOptions.None);
        if (dialect == "url")
            text = text.Replace('+', '-').Replace('/', '_').TrimEnd('=');
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { picture = text }));
        using var body = new ByteArrayContent(dialect == "mark" ? [0xEF, 0xBB, 0xBF, .. json] : json);
        body.Headers.ContentType = new("application/json");
        Assert.Equal(HttpStatusCode.OK, (await api.Client.PostAsync("/api/v1/detect", body, Cancellation)).StatusCode);
    }

    private static AccessEvent Happened(string detail) => new() { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "main", Detail = detail };

    private Task<HttpResponseMessage> PatchAsync(Person person, string body) => api.Client.PatchAsync($"/api/v1/people/{person.Id}", Text(body), Cancellation);

    private static StringContent Text(string body) => new(body, Encoding.UTF8, "application/json");
}
