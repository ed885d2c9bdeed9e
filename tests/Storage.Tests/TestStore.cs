using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Storage.Tests;

/// <summary>A store in a folder of its own, on real files, with a clock that the test moves.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string By = "tester";
    public static readonly string Model = new('a', 64);
    public static readonly string OtherModel = new('b', 64);

    public TestStore(string? directory = null)
    {
        Directory = directory ?? System.IO.Directory.CreateTempSubdirectory("store-").FullName;
        Options = new() { Directory = Directory };
    }

    public string Directory { get; }

    public StoreOptions Options { get; }

    public TestClock Time { get; } = new(new(2025, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public string Database => Path.Combine(Directory, "kiosk.db");

    public string KeyStore => Path.Combine(Directory, "keys", "keystore");

    public string MasterKey => Path.Combine(Directory, "keys", "master.key");

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static NewConsent Granted => new(ConsentDecision.Granted, "2025-01", By);

    public Task<KioskStore> OpenAsync(StoreAccess access = StoreAccess.Exclusive) =>
        KioskStore.OpenAsync(Options, access, Time, Token);

    public static float[] Embedding(int seed, int length = 512)
    {
        var random = new Random(seed);
        var vector = new float[length];
        for (var i = 0; i < length; i++)
            vector[i] = random.NextSingle() - 0.5f;
        return vector;
    }

    public NewReference Reference(int seed, string? model = null) =>
        new(Embedding(seed), model ?? Model, 0.8f, Time.GetUtcNow(), "picture");

    public NewEnrollment Enrollment(string name, int seed, int references = 2, string? externalId = null) => new(
        new() { Name = name, ExternalId = externalId },
        Granted,
        [.. Enumerable.Range(0, references).Select(i => Reference(seed * 100 + i))]);

    public Task<Person> EnrolAsync(KioskStore store, string name, int seed = 1, int references = 2) =>
        store.People.EnrolAsync(Enrollment(name, seed, references), By, Token);

    public static async Task<StoreException> RefusedAsync(Func<Task> act, StoreFault fault)
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(act);
        Assert.True(refusal.Fault == fault, $"{refusal.Fault}: {refusal.Message}\n{refusal.InnerException}");
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal;
    }

    public static void Sql(TestStore home, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={home.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
