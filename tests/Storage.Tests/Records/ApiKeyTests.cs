namespace AccessKiosk.Storage.Tests.Records;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task A_store_that_cannot_be_written_shuts_no_program_out()
    {
        await using var home = new TestStore();
        string secret;
        await using (var store = await home.OpenAsync())
            (_, secret) = await store.ApiKeys.AddAsync("t", ["view-events"], null, TestStore.By, TestStore.Token);

        await using var reader = await home.OpenAsync(StoreAccess.Read);
        Assert.NotNull(await reader.ApiKeys.FindAsync(secret, TestStore.Token));
    }

    [Fact]
    public async Task A_last_use_that_a_wrong_clock_put_into_the_future_does_not_stay_there()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var (key, secret) = await store.ApiKeys.AddAsync("t", ["view-events"], null, TestStore.By, TestStore.Token);
        home.Time.Skew = TimeSpan.FromDays(36_500);
        Assert.NotNull(await store.ApiKeys.FindAsync(secret, TestStore.Token));

        home.Time.Skew = default;
        Assert.NotNull(await store.ApiKeys.FindAsync(secret, TestStore.Token));
        Assert.Equal(home.Time.GetUtcNow(), (await store.ApiKeys.ListAsync(TestStore.Token)).Single(one => one.Id == key.Id).LastUsedAt);
    }
}
