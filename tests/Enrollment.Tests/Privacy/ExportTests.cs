using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Events;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Tests;

namespace AccessKiosk.Enrollment.Tests.Privacy;

public sealed class ExportTests
{
    [Fact]
    public async Task An_export_holds_everything_stored_about_the_person_and_nothing_of_others()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var group = await store.Groups.AddAsync("Office", TestStore.By, TestStore.Token);
        var person = await store.People.EnrolAsync(home.Enrollment("Ada \"Lovelace\" 王", 3, 2, "n-1"), TestStore.By, TestStore.Token);
        await home.EnrolAsync(store, "Somebody Else", 4);
        await store.People.SetGroupsAsync(person.Id, [group.Id], TestStore.By, TestStore.Token);
        await store.Events.AppendAsync(
            new() { At = home.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Door = "front", Person = person.Id, Score = 0.71 }, TestStore.Token);
        await store.Alerts.AddAsync(
            new() { At = home.Time.GetUtcNow(), Door = "back", Reason = ReasonCode.PresentationAttack, Person = person.Id, Picture = new byte[] { 9 } }, TestStore.Token);

        using var stream = new MemoryStream();
        await store.Privacy.ExportAsync(person.Id, stream, TestStore.By, TestStore.Token);

        using var json = JsonDocument.Parse(stream.ToArray());
        var root = json.RootElement;
        Assert.Equal("Ada \"Lovelace\" 王", root.GetProperty("person").GetProperty("name").GetString());
        Assert.Equal("n-1", root.GetProperty("person").GetProperty("externalId").GetString());
        Assert.Equal("Office", root.GetProperty("groups")[0].GetString());
        Assert.Equal("Granted", root.GetProperty("consents")[0].GetProperty("decision").GetString());
        Assert.Equal(0.71, root.GetProperty("events")[0].GetProperty("score").GetDouble());
        Assert.True(root.GetProperty("spoofAlerts")[0].GetProperty("pictureKept").GetBoolean());
        Assert.Contains(root.GetProperty("audit").EnumerateArray(), entry => entry.GetProperty("action").GetString() == "person.exported");
        var references = root.GetProperty("references").EnumerateArray().ToList();
        Assert.Equal(2, references.Count);
        foreach (var seed in (int[])[300, 301])
        {
            var bytes = MemoryMarshal.AsBytes(TestStore.Embedding(seed).AsSpan()).ToArray();
            Assert.Contains(references, reference => reference.GetProperty("embedding").GetBytesFromBase64().AsSpan().SequenceEqual(bytes));
        }

        Assert.DoesNotContain("Somebody", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_beside_a_running_kiosk_works_and_of_nobody_is_refused()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "A");
        await using var reader = await home.OpenAsync(StoreAccess.Read);
        using var stream = new MemoryStream();
        await reader.Privacy.ExportAsync(person.Id, stream, TestStore.By, TestStore.Token);
        Assert.True(stream.Length > 0);
        await TestStore.RefusedAsync(
            () => store.Privacy.ExportAsync(PersonId.New(), stream, TestStore.By, TestStore.Token), StoreFault.NotFound);
    }

    [Fact]
    public async Task What_a_command_beside_a_running_kiosk_takes_away_is_audited_when_the_kiosk_looks_or_at_the_next_start()
    {
        await using var home = new TestStore();
        await using (var store = await home.OpenAsync())
        {
            var person = await home.EnrolAsync(store, "A");
            await using var reader = await home.OpenAsync(StoreAccess.Read);
            using var stream = new MemoryStream();
            var at = home.Time.GetUtcNow();
            await reader.Privacy.ExportAsync(person.Id, stream, "Ada", TestStore.Token);
            home.Time.Advance(TimeSpan.FromSeconds(1));
            await reader.Privacy.RecordTableAsync(1, "everyone", "Bea", TestStore.Token);
            home.Time.Advance(TimeSpan.FromSeconds(1));
            await store.Audit.TakeLeftAsync(TestStore.Token);
            var (table, export) = await NewestTwoAsync(store);
            Assert.Equal(("Bea", "people.exported"), (table.Actor, table.Action));
            Assert.Equal(("Ada", "person.exported", person.Id.ToString()), (export.Actor, export.Action, export.Subject));
            Assert.Equal(at, JsonSerializer.Deserialize<JsonElement>(export.Details!).GetProperty("at").GetDateTimeOffset());

            home.Time.Advance(TimeSpan.FromSeconds(1));
            await reader.BackupAsync(Path.Combine(home.Directory, "b.db"), "Cid", cancellationToken: TestStore.Token);
            // Whoever may write there can take an entry away, but none can be made up.
            await File.WriteAllTextAsync(Path.Combine(home.Directory, "audit-inbox", "0.entry"), "{}", TestStore.Token);
        }

        await using var again = await home.OpenAsync();
        var (backup, forged) = await NewestTwoAsync(again);
        Assert.Equal(("Cid", "store.backed-up"), (backup.Actor, backup.Action));
        Assert.Equal(("system", "audit.left-entry-unreadable"), (forged.Actor, forged.Action));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(home.Directory, "audit-inbox")));
        Assert.True((await again.Audit.VerifyAsync(TestStore.Token)).IsSound);
    }

    [Fact]
    public async Task What_cannot_be_recorded_beside_a_running_kiosk_does_not_leave_it()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "A");
        await using var reader = await home.OpenAsync(StoreAccess.Read);
        await File.WriteAllTextAsync(Path.Combine(home.Directory, "audit-inbox"), "no folder", TestStore.Token);
        using var stream = new MemoryStream();
        await Assert.ThrowsAsync<StoreException>(() => reader.Privacy.ExportAsync(person.Id, stream, TestStore.By, TestStore.Token));
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public async Task Entries_that_nobody_takes_up_do_not_grow_without_end()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await using var reader = await home.OpenAsync(StoreAccess.Read);
        await reader.Privacy.RecordTableAsync(1, "everyone", "Bea", TestStore.Token);
        var inbox = Path.Combine(home.Directory, "audit-inbox");
        for (var i = 1; i < 5_000; i++)
            await File.WriteAllTextAsync(Path.Combine(inbox, $"{i}.entry"), "", TestStore.Token);

        var refusal = await TestStore.RefusedAsync(() => reader.Privacy.RecordTableAsync(1, "everyone", "Bea", TestStore.Token), StoreFault.DiskFull);

        Assert.Contains("wait in", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(5_000, Directory.EnumerateFiles(inbox).Count());
    }

    private static async Task<(AuditEntry Last, AuditEntry Before)> NewestTwoAsync(KioskStore store)
    {
        var entries = await store.Audit.ListAsync(limit: 2, cancellationToken: TestStore.Token);
        return (entries[0], entries[1]);
    }
}
