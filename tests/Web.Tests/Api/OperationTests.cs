using AccessKiosk.Storage.Events;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Web.Security;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;
using AccessKiosk.Web.Api;
using AccessKiosk.Web.People.Import;

namespace AccessKiosk.Web.Tests.Api;

/// <summary>Goes by the API's own description: every operation is called with good and with bad input, without a key and without the scope.</summary>
public sealed class OperationTests(ApiSite api) : IClassFixture<ApiSite>
{
    private sealed record Operation(string Id, HttpMethod Method, string Path, string? Scope, IReadOnlyList<string> Answers);

    private sealed record Call(string Path, Func<HttpContent?>? Body = null, int Status = 200);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_answers_good_input_well_and_bad_input_with_problem_details()
    {
        var (store, man) = (api.Site.Kiosk.Population.Store, api.Man.Id);
        var spare = await store.People.AddAsync(new() { Name = "Spare" }, null, "test", Cancellation);
        var picture = ManPicture();
        HttpContent Picture() => Image(picture, "image/jpeg");
        var reference = (await store.References.ListAsync(man, Cancellation))[^1].Id;
        var hook = await store.Subscriptions.AddAsync(new("https://example.org/hook"), ["fault"], "unused", "test", Cancellation);
        var nobody = $"{Guid.NewGuid():N}";
        await store.Events.AppendAsync(new() { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.DoorForced, Door = "main" }, Cancellation);
        var forced = new { code = "door.forced", door = "main", upTo = (await store.Events.QueryAsync(new() { Kind = "door.forced", Limit = 1 }, Cancellation))[0].Sequence };
        var calls = new Dictionary<string, (Call Good, Call Bad)>
        {
            ["ListPeople"] = (new("/people?search=aud"), new("/people?limit=many", Status: 400)),
            ["AddPerson"] = (new("/people", () => Json(new { name = "Neu", externalId = "77" }), 201), new("/people", () => Json(new { name = " " }), 422)),
            ["GetPerson"] = (new($"/people/{man}"), new($"/people/{nobody}", Status: 404)),
            ["ReplacePerson"] = (new($"/people/{spare.Id}", () => Json(new { name = "Changed", note = "n", status = "suspended", externalId = (string?)null, validFrom = (string?)null, validUntil = (string?)null })), new($"/people/{spare.Id}", () => Json(new { name = "a part" }), 422)),
            ["ChangePerson"] = (new($"/people/{spare.Id}", () => Json(new { note = "only this" })), new($"/people/{spare.Id}", () => Json(new { colour = "red" }), 422)),
            ["ExportPerson"] = (new($"/people/{man}/export"), new($"/people/{nobody}/export", Status: 404)),
            ["ErasePerson"] = (new($"/people/{spare.Id}"), new($"/people/{nobody}", Status: 404)),
            ["ListReferences"] = (new($"/people/{man}/references"), new($"/people/{nobody}/references", Status: 404)),
            ["AddReference"] = (new($"/people/{man}/references?consent=2026-11", Picture, 201), new($"/people/{man}/references", Picture, 400)),
            ["RemoveReference"] = (new($"/people/{man}/references/{reference.Value}", Status: 204), new($"/people/{man}/references/{Guid.NewGuid()}", Status: 404)),
            ["GetPeopleTable"] = (new("/people/table"), new("/people/table/", () => null)),
            ["SyncPeople"] = (new("/people/sync", () => new StringContent("number;name\r\nNEW1;Neu aus dem Amt\r\n", Encoding.UTF8, "text/csv")), new("/people/sync", () => new StringContent("name\r\nAda\r\n", Encoding.UTF8, "text/csv"), 422)),
            ["Detect"] = (new("/detect", Picture), new("/detect", () => Json(new { }), 422)),
            ["Identify"] = (new("/identify", () => new MultipartFormDataContent { { Picture(), "picture", "a.jpg" } }), new("/identify", () => Image("no picture"u8.ToArray(), "image/jpeg"), 422)),
            ["Verify"] = (new($"/verify?person={man}", Picture), new($"/verify?person={nobody}", Picture, 404)),
            ["ImportPeople"] = (new("/people/import?consent=2026-11", Archive, 202), new("/people/import?consent=2026-11", () => Json(new { }), 415)),
            ["GetImport"] = (new("/people/import"), new("/people/import/of-yesterday", Status: 404)),
            ["ConfirmImport"] = (new("/people/import/confirm", () => Json(new { id = api.Site.Kiosk.Get<ImportService>().Current!.Id })), new("/people/import/confirm", () => Json(new { }), 400)),
            ["CloseImport"] = (new("/people/import", Status: 204), new("/people/import", Status: 404)),
            ["ListEvents"] = (new("/events?kind=person&limit=5"), new("/events?before=yesterday", Status: 422)),
            ["StreamEvents"] = (new("/events/stream?after=0"), new("/events/stream?after=x", Status: 400)),
            ["ListAlerts"] = (new("/alerts?unreviewed=true"), new($"/alerts?before={Guid.NewGuid()}", Status: 404)),
            ["GetAlert"] = (new($"/alerts/{api.Alert}"), new($"/alerts/{Guid.NewGuid()}", Status: 404)),
            ["GetAlertPicture"] = (new($"/alerts/{api.Alert}/picture"), new($"/alerts/{Guid.NewGuid()}/picture", Status: 404)),
            ["JudgeAlerts"] = (new("/alerts/verdict", () => Json(new { alerts = new[] { api.Alert }, verdict = "unclear" })), new("/alerts/verdict", () => Json(new { alerts = Array.Empty<Guid>(), verdict = "unclear" }), 422)),
            ["ReopenAlert"] = (new($"/alerts/{api.Alert}/verdict"), new($"/alerts/{Guid.NewGuid()}/verdict", Status: 404)),
            ["JudgeAlert"] = (new($"/alerts/{api.Alert}/verdict", () => Json(new { verdict = "unclear" })), new($"/alerts/{api.Alert}/verdict", () => Json(new { verdict = "perhaps" }), 422)),
            ["ListAlarms"] = (new("/alarms"), new("/alarms/", () => null)),
            ["ListAcknowledgedAlarms"] = (new("/alarms/acknowledged"), new("/alarms/acknowledged/", () => null)),
            ["AcknowledgeAlarms"] = (new("/alarms/acknowledged", () => Json(new { alarms = new[] { forced } })), new("/alarms/acknowledged", () => Json(new { alarms = Array.Empty<object>() }), 422)),
            ["ReopenAlarms"] = (new("/alarms/reopened", () => Json(forced), 204), new("/alarms/reopened", () => Json(new { code = "door.forced", door = "cellar", upTo = 1 }), 404)),
            ["ListDoors"] = (new("/doors"), new("/doors/", () => null)),
            ["GetDoor"] = (new("/doors/main"), new("/doors/cellar", Status: 404)),
            ["UnlockDoor"] = (new("/doors/main/unlock"), new("/doors/cellar/unlock", Status: 404)),
            ["HoldDoor"] = (new("/doors/main/hold", () => Json(new { minutes = 5 })), new("/doors/main/hold", () => Json(new { minutes = 721 }), 422)),
            ["EndHold"] = (new("/doors/main/hold"), new("/doors/cellar/hold", Status: 404)),
            ["ForgiveAntiPassback"] = (new("/anti-passback/forgive", () => Json(new { person = $"{man}" })), new("/anti-passback/forgive", () => Json(new { }), 422)),
            ["GetMuster"] = (new("/muster?at=2026-11-01T08:00:00Z"), new("/muster?at=soon", Status: 422)),
            ["GetLockdown"] = (new("/lockdown"), new("/lockdown/", () => null)),
            ["BeginLockdown"] = (new("/lockdown"), new("/lockdown/", () => null)),
            ["EndLockdown"] = (new("/lockdown"), new("/lockdown/", () => null)),
            ["ListWebhooks"] = (new("/webhooks"), new("/webhooks/", () => null)),
            ["AddWebhook"] = (new("/webhooks", () => Json(new { url = "https://example.org/", kinds = new[] { "fault" } }), 201), new("/webhooks", () => Json(new { url = "ftp://example.org/" }), 422)),
            ["GetWebhook"] = (new($"/webhooks/{hook.Id}"), new($"/webhooks/{Guid.NewGuid()}", Status: 404)),
            ["ChangeWebhook"] = (new($"/webhooks/{hook.Id}", () => Json(new { kinds = Array.Empty<string>(), paused = true })), new($"/webhooks/{hook.Id}", () => Json(new { kinds = new[] { "gossip" } }), 422)),
            ["TestWebhook"] = (new($"/webhooks/{hook.Id}/test"), new($"/webhooks/{Guid.NewGuid()}/test", Status: 404)),
            ["SendSetAside"] = (new($"/webhooks/{hook.Id}/set-aside/send"), new($"/webhooks/{Guid.NewGuid()}/set-aside/send", Status: 404)),
            ["DiscardSetAside"] = (new($"/webhooks/{hook.Id}/set-aside"), new($"/webhooks/{Guid.NewGuid()}/set-aside", Status: 404)),
            ["RemoveWebhook"] = (new($"/webhooks/{hook.Id}", Status: 204), new($"/webhooks/{Guid.NewGuid()}", Status: 404)),
            ["IsLive"] = (new("/health/live"), new("/health/dead", Status: 404)),
            // The camera of this site plays nothing.
            ["IsReady"] = (new("/health/ready", Status: 503), new("/health/ready", Status: 503)),
        };
        await store.Events.AppendAsync(new() { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "main" }, Cancellation);

        var operations = await OperationsAsync();
        Assert.Equal(calls.Keys.Order(), operations.Select(operation => operation.Id).Order());
        // Erasing and removing come last.
        foreach (var operation in calls.Keys.Select(id => operations.Single(one => one.Id == id)).OrderBy(operation => operation.Method == HttpMethod.Delete))
        {
            var (good, bad) = calls[operation.Id];
            if (operation.Id == "ConfirmImport")
                await ReviewAsync();
            // What is put away is not there a second time.
            foreach (var call in operation.Id == "CloseImport" ? (Call[])[good, bad] : [bad, good])
                await CallAsync(operation, call);
        }
    }

    [Fact]
    public async Task Every_operation_asks_for_a_key_and_its_scope()
    {
        using var stranger = await api.ClientAsync();
        foreach (var operation in await OperationsAsync())
        {
            var path = operation.Path.Replace("{id}", $"{Guid.NewGuid()}").Replace("{name}", "main").Replace("{reference}", $"{Guid.NewGuid()}");
            if (operation.Scope is null)
            {
                Assert.StartsWith("/api/v1/health/", path);
                continue;
            }

            var none = await stranger.SendAsync(new(operation.Method, path), Cancellation);
            await AssertProblemAsync(none, 401, operation.Id);
            Assert.Contains("Bearer", none.Headers.WwwAuthenticate.ToString());
            using var wrong = await api.ClientAsync([.. ApiScopes.All.Keys.Where(scope => scope != operation.Scope)]);
            await AssertProblemAsync(await wrong.SendAsync(new(operation.Method, path), Cancellation), 403, operation.Id);
        }
    }

    [Fact]
    public async Task A_table_of_people_is_not_taken_over_when_too_many_are_gone_or_another_plan_was_looked_at()
    {
        var store = api.Site.Kiosk.Population.Store;
        var gone = await store.People.AddAsync(new() { Name = "Gone", ExternalId = "GONE-1" }, null, "test", Cancellation);
        HttpContent Table() => new StringContent("number,name\nHR-1,Hana\n", Encoding.UTF8, "text/csv");

        var looked = await (await api.Client.PostAsync("/api/v1/people/sync?dryRun=true", Table(), Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("HR-1", looked.GetProperty("plan").GetProperty("new")[0].GetProperty("number").GetString());
        await AssertProblemAsync(await api.Client.PostAsync("/api/v1/people/sync?suspendGone=true&mostGone=0", Table(), Cancellation), 422, "too many");
        await AssertProblemAsync(await api.Client.PostAsync("/api/v1/people/sync?digest=other", Table(), Cancellation), 422, "another");
        Assert.Null(store.People.FindByExternalId("HR-1"));
        Assert.Equal(PersonStatus.Active, store.People.Find(gone.Id)!.Status);

        var digest = looked.GetProperty("plan").GetProperty("digest").GetString();
        var done = await (await api.Client.PostAsync($"/api/v1/people/sync?suspendGone=true&digest={digest}", Table(), Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(1, done.GetProperty("done").GetProperty("added").GetInt32());
        Assert.Equal(PersonStatus.Suspended, store.People.Find(gone.Id)!.Status);
    }

    [Fact]
    public async Task A_key_that_is_revoked_or_made_up_opens_nothing_nor_does_a_cookie()
    {
        var (key, secret) = await api.KeyAsync(Permissions.ViewEvents);
        using var client = await api.ClientAsync();
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/doors", Cancellation)).StatusCode);
        await api.Site.Kiosk.Population.Store.ApiKeys.RevokeAsync(key.Id, "Ada", Cancellation);
        await AssertProblemAsync(await client.GetAsync("/api/v1/doors", Cancellation), 401, "revoked");
        client.DefaultRequestHeaders.Authorization = new("Bearer", "ak_" + new string('0', 64));
        await AssertProblemAsync(await client.GetAsync("/api/v1/doors", Cancellation), 401, "made up");
        client.DefaultRequestHeaders.Authorization = null;
        client.DefaultRequestHeaders.Add("Cookie", "accesskiosk=x");
        await AssertProblemAsync(await client.GetAsync("/api/v1/doors", Cancellation), 401, "cookie");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_problems_too()
    {
        await AssertProblemAsync(await api.Client.GetAsync("/api/v1/nothing", Cancellation), 404, "unknown");
        await AssertProblemAsync(await api.Client.PatchAsync("/api/v1/people", null, Cancellation), 405, "method");
        await AssertProblemAsync(await api.Client.PostAsync("/api/v1/people", new StringContent("{", Encoding.UTF8, "application/json"), Cancellation), 400, "JSON");
        await AssertProblemAsync(await api.Client.PostAsync("/api/v1/people", new StringContent("name=x", Encoding.UTF8, "text/plain"), Cancellation), 415, "kind");
    }

    [Fact]
    public async Task Hostile_pictures_are_refused()
    {
        var png = new byte[57];
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 2 }.CopyTo(png, 0);
        var good = ManPicture();
        var hostile = new Dictionary<string, (byte[] Data, string Type, int Status)>
        {
            ["a bomb of 60,000 by 60,000 pixels"] = (png, "image/png", 422),
            ["cut off"] = (good[..(good.Length / 2)], "image/jpeg", 422),
            ["a page"] = (Encoding.UTF8.GetBytes("<html><script>alert(1)</script>"), "image/jpeg", 422),
            ["a drawing with script"] = (Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml", 422),
            ["nothing"] = ([], "image/jpeg", 422),
            ["too long"] = (new byte[ImageUpload.MostBytes + 1], "image/jpeg", 413),
        };
        foreach (var (name, (data, type, status)) in hostile)
            await AssertProblemAsync(await api.Client.PostAsync("/api/v1/detect", Image(data, type), Cancellation), status, name);
    }

    [Fact]
    public async Task A_picture_is_what_its_bytes_say_however_it_is_sent()
    {
        using var man = Recordings.Picture(Recordings.Man, 60);
        var (jpeg, webp, png) = (ManPicture(), ImageFile.Encode(man, ImageFormat.WebP), ImageFile.Encode(man, ImageFormat.Png));
        var base64 = Convert.ToBase64String(jpeg);
        var bare = new ByteArrayContent(webp);
        var sent = new Dictionary<string, HttpContent>
        {
            ["image/jpg"] = Image(jpeg, "image/jpg"),
            ["octets"] = Image(png, "application/octet-stream"),
            ["another type than it is"] = Image(webp, "image/png"),
            ["no type"] = bare,
            ["as curl --data-binary sends it"] = Image(jpeg, "application/x-www-form-urlencoded"),
            ["a form without a type"] = new MultipartFormDataContent { { new ByteArrayContent(jpeg), "file", "a" } },
            ["a form with another type"] = new MultipartFormDataContent { { Image(webp, "application/octet-stream"), "picture", "a.webp" } },
            ["a film behind the picture"] = Image([.. jpeg, .. "....ftypmp42 and a film"u8], "image/jpeg"),
            ["base64 in JSON"] = Json(new { picture = base64 }),
            ["a data URI in JSON"] = Json(new { picture = $"data:image/jpeg;base64,{base64}" }),
        };
        foreach (var (name, content) in sent)
        {
            using var answer = await api.Client.PostAsync("/api/v1/detect", content, Cancellation);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{name}: {answer.StatusCode}");
            Assert.Equal(1, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("faces").GetArrayLength());
        }
    }

    [Fact]
    public async Task A_person_changed_in_part_keeps_the_rest_and_a_part_put_as_the_whole_is_refused()
    {
        var people = api.Site.Kiosk.Population.Store.People;
        var until = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var ann = await people.AddAsync(new() { Name = "Ann", ExternalId = "E-9", Note = "n", ValidUntil = until }, null, "test", Cancellation);
        await people.SetStatusAsync(ann.Id, PersonStatus.Suspended, "test", Cancellation);
        var address = $"/api/v1/people/{ann.Id}";
        await AssertProblemAsync(await api.Client.PutAsync(address, Json(new { name = "Anne" }), Cancellation), 422, "a part");
        (await api.Client.PatchAsync(address, Json(new { name = "Anne" }), Cancellation)).EnsureSuccessStatusCode();
        var now = people.Find(ann.Id)!;
        Assert.Equal(("Anne", "E-9", "n", PersonStatus.Suspended, until), (now.Name, now.ExternalId, now.Note, now.Status, now.ValidUntil));
        (await api.Client.PatchAsync(address, Json(new { note = (string?)null, validUntil = "2030-06-30" }), Cancellation)).EnsureSuccessStatusCode();
        now = people.Find(ann.Id)!;
        Assert.Equal((null, "E-9", PersonStatus.Suspended), (now.Note, now.ExternalId, now.Status));
        Assert.Equal(new DateTime(2030, 7, 1), TimeZoneInfo.ConvertTime(now.ValidUntil!.Value, api.Site.Kiosk.Site.Active.Zone).DateTime);
        foreach (var bad in new object[] { new { name = (string?)null }, new { status = (string?)null }, new { validUntil = "30.06.2030" }, new { validFrom = "06/30/2030" } })
            await AssertProblemAsync(await api.Client.PatchAsync(address, Json(bad), Cancellation), 422, $"{bad}");
        await AssertProblemAsync(await api.Client.PatchAsync(address, Json(new { note = 7 }), Cancellation), 400, "a number for a note");
    }

    [Fact]
    public async Task A_change_that_counts_only_for_what_was_seen_is_refused_when_the_person_was_changed_since()
    {
        var people = api.Site.Kiosk.Population.Store.People;
        var ann = await people.AddAsync(new() { Name = "Ann" }, null, "test", Cancellation);
        var address = $"/api/v1/people/{ann.Id}";
        var seen = await TagAsync(address);
        Assert.Equal(HttpStatusCode.NotModified, (await SendAsync(HttpMethod.Get, address, null, ("If-None-Match", $"W/{seen}"))).StatusCode);
        await people.SetNoteAsync(ann.Id, "changed by somebody else", "test", Cancellation);

        foreach (var condition in new[] { seen, $"W/{await TagAsync(address)}", "\"other\"", "not a tag", $"\"a\", {seen}" })
        {
            await AssertProblemAsync(await SendAsync(HttpMethod.Patch, address, new { name = "Anne" }, ("If-Match", condition)), 412, condition);
            await AssertProblemAsync(await SendAsync(HttpMethod.Put, address, Whole("Anne"), ("If-Match", condition)), 412, condition);
            await AssertProblemAsync(await SendAsync(HttpMethod.Delete, address, null, ("If-Match", condition)), 412, condition);
        }

        Assert.Equal(("Ann", "changed by somebody else"), (people.Find(ann.Id)!.Name, people.Find(ann.Id)!.Note));
        var changed = await SendAsync(HttpMethod.Patch, address, new { name = "Anne" }, ("If-Match", $"\"a\", {await TagAsync(address)}"));
        Assert.Equal((HttpStatusCode.OK, await TagAsync(address)), (changed.StatusCode, changed.Headers.ETag?.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, address, Whole("Anna"), ("If-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, address, null, ("If-Match", await TagAsync(address)))).StatusCode);
        await AssertProblemAsync(await SendAsync(HttpMethod.Delete, address, null, ("If-Match", seen)), 404, "erased");

        // Nowhere else is the condition passed over in silence.
        await AssertProblemAsync(await SendAsync(HttpMethod.Put, "/api/v1/lockdown", null, ("If-Match", seen)), 412, "lockdown");
        Assert.False(api.Site.Kiosk.Get<AccessKiosk.Access.Doors.Lockdown>().IsOn);

        static object Whole(string name) => new { name, externalId = (string?)null, note = (string?)null, status = "active", validFrom = (string?)null, validUntil = (string?)null };
    }

    private async Task<string> TagAsync(string address) => (await api.Client.GetAsync(address, Cancellation)).Headers.ETag!.ToString();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, object? body, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = Json(body);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await api.Client.SendAsync(request, Cancellation);
    }

    [Fact]
    public async Task The_man_is_identified_and_verified_and_a_stranger_is_not()
    {
        var stranger = ImageFile.Encode(Recordings.Picture(Recordings.Stranger, 50), ImageFormat.Jpeg);

        var known = await (await api.Client.PostAsync("/api/v1/identify", Image(ManPicture(), "image/jpeg"), Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var unknown = await (await api.Client.PostAsync("/api/v1/identify", Image(stranger, "image/jpeg"), Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var same = await (await api.Client.PostAsync($"/api/v1/verify?person={api.Man.Id}", Image(ManPicture(), "image/jpeg"), Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var other = await (await api.Client.PostAsync($"/api/v1/verify?person={api.Man.Id}", Image(stranger, "image/jpeg"), Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(api.Man.Id.ToString(), known.GetProperty("person").GetString());
        Assert.False(unknown.TryGetProperty("person", out _));
        Assert.True(same.GetProperty("match").GetBoolean());
        Assert.False(other.GetProperty("match").GetBoolean());
    }

    [Fact]
    public async Task Metrics_are_in_the_form_that_Prometheus_reads()
    {
        var text = await api.Client.GetStringAsync("/metrics", Cancellation);

        Assert.Contains("# TYPE accesskiosk_people gauge", text);
        Assert.Contains("accesskiosk_door_unlocked{", text);
        Assert.Matches("""accesskiosk_camera_up\{[^}]*camera="main",door="main""", text);
        Assert.DoesNotContain("Audun", text);
    }

    private static byte[] ManPicture()
    {
        using var picture = Recordings.Picture(Recordings.Man, 60);
        return ImageFile.Encode(picture, ImageFormat.Jpeg);
    }

    private async Task ReviewAsync()
    {
        var imports = api.Site.Kiosk.Get<ImportService>();
        for (var wait = 0; wait < 600 && imports.Current?.Phase is ImportPhase.Running; wait++)
            await Task.Delay(100, Cancellation);
        Assert.Equal(ImportPhase.Review, imports.Current?.Phase);
    }

    // Of a picture too small to be taken: how an import ends is tested elsewhere.
    private static ByteArrayContent Archive()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("Nobody/1.jpg");
        return Image(memory.ToArray(), "application/zip");
    }

    private static JsonContent Json(object body) => JsonContent.Create(body);

    private static ByteArrayContent Image(byte[] data, string type)
    {
        var content = new ByteArrayContent(data);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private async Task CallAsync(Operation operation, Call call)
    {
        using var request = new HttpRequestMessage(operation.Method, "/api/v1" + call.Path) { Content = call.Body?.Invoke() };
        using var answer = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var status = (int)answer.StatusCode;
        Assert.True(status == call.Status, $"{operation.Id} {call.Path}: {status}, expected {call.Status}: {(status >= 400 ? await answer.Content.ReadAsStringAsync(Cancellation) : "")}");
        if (status >= 400)
            await AssertProblemAsync(answer, status, operation.Id);
        if (call.Path != "/health/dead")
            Assert.Contains($"{status}", operation.Answers);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, int status, string what)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == (int)answer.StatusCode, $"{what}: {(int)answer.StatusCode}, expected {status}: {text}");
        Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{what}: {answer.Content.Headers.ContentType}: {text}");
        Assert.Equal(status, JsonDocument.Parse(text).RootElement.GetProperty("status").GetInt32());
    }

    private async Task<IReadOnlyList<Operation>> OperationsAsync()
    {
        var document = await api.Client.GetFromJsonAsync<JsonElement>("/api/openapi.json", Cancellation);
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => new Operation(
            operation.Value.GetProperty("operationId").GetString()!,
            HttpMethod.Parse(operation.Name),
            path.Name,
            operation.Value.TryGetProperty("security", out _) ? operation.Value.GetProperty("description").GetString()!["Scope: ".Length..].TrimEnd('.') : null,
            [.. operation.Value.GetProperty("responses").EnumerateObject().Select(answer => answer.Name)])))];
    }
}
