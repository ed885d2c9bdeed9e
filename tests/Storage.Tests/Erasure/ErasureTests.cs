using AccessKiosk.Storage.Events;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Tests.Erasure;

public sealed class ErasureTests
{
    private const string Name = "Wilhelmina Unforgettable";
    private const string Badge = "badge-8675309";

    [Fact]
    public async Task Erasing_leaves_no_remains_in_any_file_and_no_backup_can_be_read()
    {
        await using var home = new TestStore();
        var backup = Path.Combine(home.Directory, "older-backup.db");
        PersonId id;
        byte[][] sealedRows;
        byte[] wrappedKeys;
        await using (var store = await home.OpenAsync())
        {
            for (var i = 0; i < 30; i++)
                await home.EnrolAsync(store, $"Other {i}", i + 10, 5);
            id = (await store.People.EnrolAsync(
                new NewEnrollment(
                    new() { Name = Name, ExternalId = Badge, Note = "left-handed" },
                    TestStore.Granted,
                    [.. Enumerable.Range(0, 20).Select(i => home.Reference(900 + i))]),
                TestStore.By,
                TestStore.Token)).Id;
            await ProposeAsync(home, store, id);
            await store.Events.AppendAsync(Event(home, id), TestStore.Token);
            for (var i = 0; i < 30; i++)
                await home.EnrolAsync(store, $"Later {i}", i + 50, 5);
            await store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
            (sealedRows, wrappedKeys) = await SealedAsync(home, id);
            Assert.True(Grep(home.KeyStore, wrappedKeys));
            Assert.True(Grep(backup, sealedRows[0]));

            var certificate = await store.Privacy.EraseAsync(id, TestStore.By, TestStore.Token);
            Assert.Equal(
                (20, 1, 1, 1, 2), (certificate.References, certificate.Renewals, certificate.Consents, certificate.Events, certificate.Keys));
            Assert.Empty(await store.Renewals.ListAsync(waitingOnly: false, TestStore.Token));

            // With the kiosk still running: the file and its log.
            foreach (var file in (string[])[home.Database, home.Database + "-wal", home.KeyStore])
                AssertNoRemains(file, sealedRows, wrappedKeys);
        }

        foreach (var file in Directory.EnumerateFiles(home.Directory, "*", SearchOption.AllDirectories).Where(file => file != backup))
            AssertNoRemains(file, sealedRows, wrappedKeys);

        // The older backup holds what it held, sealed; neither the name nor a vector was ever in it to be read.
        AssertNothingReadable(backup);
        Assert.True(Grep(backup, sealedRows[0]));
        var report = await KioskStore.RestoreAsync(home.Options, backup, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        Assert.Equal(1, report.ErasedAgain);
        await using var again = await home.OpenAsync();
        Assert.Null(again.People.Find(id));
        Assert.Empty(await again.Renewals.ListAsync(waitingOnly: false, TestStore.Token));
        Assert.Empty(again.People.Search(Name));
        Assert.Equal(60, again.People.Count);
        Assert.Equal(300, await again.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        AssertNoRemains(home.Database, sealedRows, wrappedKeys);
        Assert.Null(Assert.Single(await again.Events.QueryAsync(new(), TestStore.Token)).Person);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_log_is_emptied_as_soon_as_whoever_read_during_an_erasure_lets_go(bool meanwhile)
    {
        await using var home = new TestStore();
        home.Options.BusyTimeout = TimeSpan.FromSeconds(meanwhile ? 60 : 1);
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, Name);
        using var reader = DatabaseFile.Connect(home.Database);
        DatabaseFile.Scalar(reader, "BEGIN");
        DatabaseFile.Scalar(reader, "SELECT count(*) FROM people");

        var erasing = store.Privacy.EraseAsync(person.Id, TestStore.By, TestStore.Token);
        if (meanwhile)
        {
            // Deleted from the rows: from here on only the log is waited for.
            while (store.People.Find(person.Id) is not null)
                await Task.Delay(5, TestStore.Token);
            DatabaseFile.Scalar(reader, "COMMIT");
            await erasing;
        }
        else
        {
            await erasing;
            Assert.NotEqual(0, Log());
            DatabaseFile.Scalar(reader, "COMMIT");
            await home.EnrolAsync(store, "Somebody else", 2);
        }

        Assert.Equal(0, Log());

        long Log() => new FileInfo(home.Database + "-wal").Length;
    }

    [Fact]
    public async Task Events_become_anonymous_and_alert_pictures_go()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var id = (await home.EnrolAsync(store, Name)).Id;
        var other = (await home.EnrolAsync(store, "Other", 2)).Id;
        await store.Events.AppendAsync(Event(home, id), TestStore.Token);
        await store.Events.AppendAsync(Event(home, other) with { Alike = [other, id] }, TestStore.Token);
        await store.Events.AppendAsync(Event(home, other), TestStore.Token);
        var alert = await store.Alerts.AddAsync(
            new() { At = home.Time.GetUtcNow(), Door = "d", Reason = ReasonCode.PresentationAttack, Person = id, Picture = new byte[] { 1, 2, 3 } }, TestStore.Token);

        var certificate = await store.Privacy.EraseAsync(id, TestStore.By, TestStore.Token);

        Assert.Equal((2, 1, 1), (certificate.Events, certificate.Alerts, certificate.Pictures));
        var events = await store.Events.QueryAsync(new(), TestStore.Token);
        Assert.Equal(3, events.Count);
        Assert.Equal(2, events.Count(happened => happened.Person == other));
        Assert.DoesNotContain(events, happened => happened.Person == id || happened.Alike?.Contains(id) == true);
        Assert.Null(await store.Alerts.ReadPictureAsync(alert.Id, TestStore.By, TestStore.Token));
        Assert.Null(Assert.Single(await store.Alerts.ListAsync(cancellationToken: TestStore.Token)).Person);
        using var json = JsonDocument.Parse(certificate.ToJson());
        Assert.Equal(id.ToString(), json.RootElement.GetProperty("person").GetString());
        Assert.DoesNotContain(Name, certificate.ToJson(), StringComparison.Ordinal);
        await TestStore.RefusedAsync(() => store.Privacy.EraseAsync(id, TestStore.By, TestStore.Token), StoreFault.NotFound);
        await store.Events.AppendAsync(Event(home, id), TestStore.Token);
        Assert.DoesNotContain(await store.Events.QueryAsync(new(), TestStore.Token), happened => happened.Person == id);
    }

    [Fact]
    public async Task Withdrawing_consent_destroys_the_references_in_backups_too_and_keeps_the_person()
    {
        await using var home = new TestStore();
        var backup = Path.Combine(home.Directory, "backup.db");
        PersonId id;
        await using (var store = await home.OpenAsync())
        {
            id = (await home.EnrolAsync(store, Name, references: 4)).Id;
            await store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
            var changed = new List<StoreChangeKind>();
            store.Changed += (_, change) => changed.Add(change.Kind);
            home.Time.Advance(TimeSpan.FromMinutes(1));
            var person = await store.Consents.RecordAsync(
                id, new(ConsentDecision.Withdrawn, "2025-01", TestStore.By), TestStore.By, TestStore.Token);
            Assert.Equal(0, person.References);
            Assert.Equal([StoreChangeKind.ReferencesChanged], changed);
            Assert.Equal(0, await store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        }

        await KioskStore.RestoreAsync(home.Options, backup, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        await using var again = await home.OpenAsync();
        Assert.Equal(Name, again.People.Find(id)?.Name);
        Assert.Equal(0, again.People.Find(id)?.References);
        await again.References.AddAsync(id, [home.Reference(5)], TestStore.Granted, TestStore.By, TestStore.Token);
        Assert.Equal(1, await again.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
    }

    // A renewal of the first reference: its vector is one that the raw files are searched for.
    private static async Task ProposeAsync(TestStore home, KioskStore store, PersonId id)
    {
        home.Time.Advance(TimeSpan.FromDays(100));
        var answer = await store.Renewals.OfferAsync(
            new()
            {
                Person = id, Embedding = TestStore.Embedding(900), ModelHash = TestStore.Model, Score = 1, Threshold = 0, StrictThreshold = 0.1f,
                Liveness = 1, ChallengePassed = true, Frames = 19, Quality = 1, CapturedAt = home.Time.GetUtcNow(),
            },
            new() { Enabled = true },
            TestStore.Token);
        Assert.Equal(RenewalAnswer.Proposed, answer);
    }

    private static AccessEvent Event(TestStore home, PersonId id) =>
        new() { At = home.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Door = "front", Person = id, Score = 0.7, Track = 7 };

    private static void AssertNoRemains(string file, byte[][] sealedRows, byte[] wrappedKeys)
    {
        AssertNothingReadable(file);
        Assert.False(Grep(file, wrappedKeys), $"{file} still holds the wrapped key.");
        Assert.DoesNotContain(sealedRows, row => Grep(file, row));
    }

    private static void AssertNothingReadable(string file)
    {
        foreach (var text in (string[])[Name, Badge, "left-handed"])
        {
            Assert.False(Grep(file, Encoding.UTF8.GetBytes(text)), $"{file} holds {text}.");
            Assert.False(Grep(file, Encoding.Unicode.GetBytes(text)), $"{file} holds {text} in UTF-16.");
        }

        for (var i = 0; i < 20; i++)
            Assert.False(Grep(file, MemoryMarshal.AsBytes(TestStore.Embedding(900 + i).AsSpan(100, 4)).ToArray()), $"{file} holds a vector.");
    }

    private static bool Grep(string file, byte[] wanted)
    {
        if (!File.Exists(file))
            return false;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(wanted) >= 0;
    }

    private static async Task<(byte[][] Rows, byte[] WrappedKeys)> SealedAsync(TestStore home, PersonId id)
    {
        using var database = new Database(home.Database, TimeSpan.FromSeconds(5), readOnly: true);
        await using var db = database.Open();
        var person = await db.People.SingleAsync(row => row.Id == id.Value, TestStore.Token);
        var vectors = await db.References.Where(row => row.PersonId == id.Value).Select(row => row.Vector).ToListAsync(TestStore.Token);
        var proposed = await db.Renewals.Where(row => row.PersonId == id.Value).Select(row => row.Vector!).ToListAsync(TestStore.Token);
        vectors.Add(Assert.Single(proposed));
        // Any 24 bytes of ciphertext tell; a page may part a row.
        byte[][] rows = [person.Profile[12..36], .. vectors.SelectMany(vector => (byte[][])[vector[12..36], vector[^40..^16]])];
        var keys = await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token);
        var slot = keys.Chunk(KeySlot.Size).Single(slot => slot.AsSpan(8, 16).SequenceEqual(id.Value.ToByteArray(bigEndian: true)));
        return (rows, slot[44..84]);
    }
}
