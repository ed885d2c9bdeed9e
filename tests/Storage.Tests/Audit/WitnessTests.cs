using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Storage.Tests.Audit;

/// <summary>Database and key store put back together fit each other; a third file tells.</summary>
public sealed class WitnessTests
{
    [Theory]
    [InlineData(StoreAccess.Exclusive)]
    [InlineData(StoreAccess.Read)]
    public async Task An_older_database_with_its_own_key_store_is_noticed(StoreAccess access)
    {
        await using var home = new TestStore();
        var (database, keys) = await WithOneThenAnotherAsync(home);
        await PutBackAsync(home, database, keys);
        await using (var store = await home.OpenAsync(access))
            Assert.False(store.AuditReachesAnchor);
        await using var later = await home.OpenAsync();
        Assert.Equal(access is StoreAccess.Exclusive, later.AuditReachesAnchor);
        Assert.NotNull((await later.StatusAsync(TestStore.Token)).RolledBackAt);
        Assert.NotNull(await later.Audit.LatestAsync("store.rolled-back", TestStore.Token));
        Assert.True((await later.Audit.VerifyAsync(TestStore.Token)).IsSound);
    }

    [Fact]
    public async Task A_restore_is_no_such_thing()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "b.db");
        await using (var store = await home.OpenAsync())
        {
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
            await home.EnrolAsync(store, "A");
        }

        await KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        await using var again = await home.OpenAsync();
        Assert.True(again.AuditReachesAnchor);
        Assert.Null((await again.StatusAsync(TestStore.Token)).RolledBackAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else")]
    public async Task A_witness_that_a_power_cut_spoiled_accuses_nobody(string content)
    {
        await using var home = new TestStore();
        await WithOneThenAnotherAsync(home);
        await File.WriteAllTextAsync(Path.Combine(home.Directory, "audit.witness"), content, TestStore.Token);
        await using var store = await home.OpenAsync();
        Assert.True(store.AuditReachesAnchor);
    }

    [Fact]
    public async Task A_database_that_is_ahead_of_its_witness_is_sound()
    {
        await using var home = new TestStore();
        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "A");
        var witness = await File.ReadAllBytesAsync(Path.Combine(home.Directory, "audit.witness"), TestStore.Token);
        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "B", 2);
        await File.WriteAllBytesAsync(Path.Combine(home.Directory, "audit.witness"), witness, TestStore.Token);
        await using var again = await home.OpenAsync();
        Assert.True(again.AuditReachesAnchor);
    }

    private static async Task<(byte[] Database, byte[] Keys)> WithOneThenAnotherAsync(TestStore home)
    {
        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "A");
        var copy = (await File.ReadAllBytesAsync(home.Database, TestStore.Token), await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token));
        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "B", 2);
        return copy;
    }

    private static async Task PutBackAsync(TestStore home, byte[] database, byte[] keys)
    {
        File.Delete(home.Database + "-wal");
        File.Delete(home.Database + "-shm");
        await File.WriteAllBytesAsync(home.Database, database, TestStore.Token);
        await File.WriteAllBytesAsync(home.KeyStore, keys, TestStore.Token);
    }

    [Fact]
    public async Task The_witness_lies_where_it_was_told_to()
    {
        await using var home = new TestStore();
        home.Options.WitnessFile = Path.Combine(home.Directory, "elsewhere", "witness");
        await using (await home.OpenAsync())
            Assert.True(File.Exists(home.Options.WitnessFile));
        Assert.False(File.Exists(Path.Combine(home.Directory, "audit.witness")));
    }
}
