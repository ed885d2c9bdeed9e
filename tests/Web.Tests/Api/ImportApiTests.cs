using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.Api;

[Trait("Speed", "slow")]
public sealed class ImportApiTests : IAsyncLifetime
{
    private const string Address = "/api/v1/people/import";

    private readonly HttpClient _client = new();
    private TestSite _site = null!;

    private KioskStore Store => _site.Kiosk.Population.Store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.OpenAsync(change: options => options.Import.MaxUploadMegabytes = 4);
        _client.BaseAddress = new(_site.Address);
        _client.DefaultRequestHeaders.Authorization = new("Bearer", (await Store.ApiKeys.AddAsync("HR", [Permissions.ManagePeople], null, "t", Cancellation)).Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task An_archive_is_imported_in_the_background_and_its_report_is_there_until_it_is_put_away()
    {
        Assert.Equal(404, (await StatusAsync(_client.GetAsync(Address, Cancellation))).Status);

        var begun = await StatusAsync(_client.PostAsync($"{Address}?consent=2026-11&takenBy=Personnel", Zip(await PeopleAsync()), Cancellation));
        Assert.Equal(202, begun.Status);
        var state = await EndAsync();
        Assert.Equal(("review", 1, 0), (state.GetProperty("phase").GetString(), state.GetProperty("review").GetProperty("stored").GetInt32(), Store.People.Count));
        Assert.Equal(["left-out", "new"], state.GetProperty("review").GetProperty("people").EnumerateArray().Select(one => one.GetProperty("outlook").GetString()).Order());
        Assert.Equal(409, (await StatusAsync(_client.PostAsync($"{Address}?consent=2026-11", Zip(await PeopleAsync()), Cancellation))).Status);
        var id = state.GetProperty("id").GetGuid();
        Assert.Equal(400, await ConfirmAsync(new { }));
        Assert.Equal(409, await ConfirmAsync(new { id = Guid.NewGuid() }));
        Assert.Equal(422, await ConfirmAsync(new { id, people = new[] { "Group" } }));
        Assert.Equal(200, await ConfirmAsync(new { id, people = new[] { "Audun Berg" } }));
        Assert.Equal(409, await ConfirmAsync(new { id }));
        state = await EndAsync();
        Assert.Equal(409, await ConfirmAsync(new { id }));

        Assert.Equal(("finished", "api key HR"), (state.GetProperty("phase").GetString(), state.GetProperty("by").GetString()));
        var report = state.GetProperty("report");
        Assert.Equal((2, 1), (report.GetProperty("people").GetInt32(), report.GetProperty("enrolled").GetInt32()));
        Assert.Equal("Group", report.GetProperty("skipped")[0].GetProperty("name").GetString());
        var person = Assert.Single(Store.People.List(), one => one.References > 0);
        Assert.Equal(("Audun Berg", "Personnel"), (person.Name, person.Consent!.TakenBy));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_site.Kiosk.Options.Store.Directory, "uploads")));

        Assert.Equal(204, (await StatusAsync(_client.DeleteAsync(Address, Cancellation))).Status);
        Assert.Equal(404, (await StatusAsync(_client.GetAsync(Address, Cancellation))).Status);
        Assert.Equal(1, Store.People.List().Count(one => one.References > 0));
    }

    private async Task<int> ConfirmAsync(object body) => (await StatusAsync(_client.PostAsJsonAsync($"{Address}/confirm", body, Cancellation))).Status;

    private async Task<JsonElement> EndAsync()
    {
        while (true)
        {
            await Task.Delay(100, Cancellation);
            var state = await _client.GetFromJsonAsync<JsonElement>(Address, Cancellation);
            if (state.GetProperty("phase").GetString() != "running")
                return state;
        }
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused_and_leaves_nothing()
    {
        foreach (var (query, content, status) in new (string, HttpContent, int)[]
        {
            ("", Zip([]), 400),
            ("?consent=%20", Zip([]), 422),
            ("?consent=1", new StringContent("no archive"), 415),
            ("?consent=1", Zip(new byte[5 << 20]), 413),
            // Refused before it is read, and longer than any other body may be.
            ("?consent=%20", Zip(new byte[24 << 20]), 422),
        })
        {
            var (got, type) = await StatusAsync(_client.PostAsync(Address + query, content, Cancellation));
            Assert.Equal((query, status, "application/problem+json"), (query, got, type));
        }

        var uploads = new DirectoryInfo(Path.Combine(_site.Kiosk.Options.Store.Directory, "uploads"));
        Assert.True(!uploads.Exists || uploads.GetFileSystemInfos().Length == 0);
        Assert.Equal(404, (await StatusAsync(_client.GetAsync(Address, Cancellation))).Status);
    }

    [Fact]
    public async Task A_file_that_is_no_archive_fails_in_words_and_nobody_begins_a_second_import_meanwhile()
    {
        await StatusAsync(_client.PostAsync($"{Address}?consent=1", Zip(await PeopleAsync()), Cancellation));
        var (second, _) = await StatusAsync(_client.PostAsync($"{Address}?consent=1", Zip("this is no archive"u8.ToArray()), Cancellation));
        Assert.Equal(409, second);

        await _client.DeleteAsync(Address, Cancellation);
        var (broken, _) = await StatusAsync(_client.PostAsync($"{Address}?consent=1", Zip("this is no archive"u8.ToArray()), Cancellation));
        Assert.Equal(202, broken);
        JsonElement state;
        do
            state = await _client.GetFromJsonAsync<JsonElement>(Address, Cancellation);
        while (state.GetProperty("phase").GetString() == "running");
        Assert.Equal("failed", state.GetProperty("phase").GetString());
        Assert.Contains("no usable ZIP archive", state.GetProperty("fault").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(int Status, string? Type)> StatusAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
    }

    private static ByteArrayContent Zip(byte[] data) => new(data) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } };

    private static async Task<byte[]> PeopleAsync()
    {
        using var memory = new MemoryStream();
        await using (var zip = await ZipArchive.CreateAsync(memory, ZipArchiveMode.Create, leaveOpen: true, null, Cancellation))
        {
            var number = 0;
            foreach (var picture in Recordings.Pictures(Recordings.Man, 0, 200, 40))
            {
                await AddAsync(zip, $"Audun Berg/{++number}.jpg", ImageFile.Encode(picture, ImageFormat.Jpeg, 95));
                picture.Dispose();
            }

            await AddAsync(zip, "Group/1.jpg", await File.ReadAllBytesAsync(Recordings.Sample(1), Cancellation));
        }

        return memory.ToArray();
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] data)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(Cancellation);
        await entry.WriteAsync(data, Cancellation);
    }
}
