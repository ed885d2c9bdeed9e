using AccessKiosk.Storage.Keys;

namespace AccessKiosk.Storage.Tests.Keys;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task After_a_rotation_everything_opens_and_the_old_key_opens_nothing()
    {
        await using var home = new TestStore();
        string old;
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "Before");
            old = await File.ReadAllTextAsync(home.MasterKey, TestStore.Token);
            await store.RotateKeysAsync(TestStore.By, cancellationToken: TestStore.Token);
            await home.EnrolAsync(store, "After", 2);
            Assert.Equal(4, await store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        }

        var next = await File.ReadAllTextAsync(home.MasterKey, TestStore.Token);
        Assert.NotEqual(old, next, StringComparer.Ordinal);
        await using (var store = await home.OpenAsync())
        {
            Assert.Equal(4, await store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
            Assert.True((await store.Audit.VerifyAsync(TestStore.Token)).IsSound);
        }

        await File.WriteAllTextAsync(home.MasterKey, old, TestStore.Token);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyWrong);
    }

    [Theory]
    [InlineData("next key written")]
    [InlineData("key store replaced")]
    [InlineData("old key wiped")]
    public async Task A_rotation_cut_short_at_any_step_is_finished_at_the_next_start(string cut)
    {
        await using var home = new TestStore();
        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "A");
        using (var current = MasterKey.Read(home.MasterKey))
        using (var next = MasterKey.Generate(home.MasterKey + ".next"))
        {
            next.Write(home.MasterKey + ".next");
            if (cut != "next key written")
            {
                using var keys = KeyStore.TryOpen(home.KeyStore, current, readOnly: false, home.Time)!;
                keys.Rewrap(next);
            }

            if (cut == "old key wiped")
                await File.WriteAllBytesAsync(home.MasterKey, new byte[65], TestStore.Token);
        }

        if (cut == "key store replaced")
        {
            await using var reader = await home.OpenAsync(StoreAccess.Read);
            Assert.Equal(1, reader.People.Count);
        }

        await using var again = await home.OpenAsync();
        Assert.Equal(2, await again.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        Assert.False(File.Exists(home.MasterKey + ".next"));
    }

    [Fact]
    public async Task A_half_written_key_store_left_by_a_kill_is_removed_at_the_next_start()
    {
        await using var home = new TestStore();
        await using (await home.OpenAsync())
        {
            // Made and closed.
        }

        File.Copy(home.KeyStore, home.KeyStore + ".new");
        await using var again = await home.OpenAsync();
        Assert.False(File.Exists(home.KeyStore + ".new"));
    }

    [Fact]
    public async Task A_key_of_the_operators_own_is_taken_and_a_bad_one_refused_with_the_old_in_force()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "new.key");
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "A");
            await TestStore.RefusedAsync(() => store.RotateKeysAsync(TestStore.By, file, TestStore.Token), StoreFault.KeyMissing);
            await File.WriteAllTextAsync(file, new string('f', 63), TestStore.Token);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await TestStore.RefusedAsync(() => store.RotateKeysAsync(TestStore.By, file, TestStore.Token), StoreFault.KeyWrong);
            await File.WriteAllTextAsync(file, new string('f', 64), TestStore.Token);
            await store.RotateKeysAsync(TestStore.By, file, TestStore.Token);
        }

        Assert.Equal(new string('f', 64), (await File.ReadAllTextAsync(home.MasterKey, TestStore.Token)).Trim());
        await using var again = await home.OpenAsync();
        Assert.Equal(1, again.People.Count);
    }

    [Fact]
    public async Task Copies_of_the_old_key_store_cannot_be_read_with_the_new_key()
    {
        await using var home = new TestStore();
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "A");
            File.Copy(home.KeyStore, home.KeyStore + ".copy");
            await store.RotateKeysAsync(TestStore.By, cancellationToken: TestStore.Token);
        }

        File.Move(home.KeyStore + ".copy", home.KeyStore, overwrite: true);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyWrong);
    }
}
