using System.Net;
using System.Net.Http.Headers;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Operators.Attempts;
using AccessKiosk.Web.Security;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>A record that takes nothing more, as of a full disk: whoever may open the door gets to it.</summary>
public sealed class RefusingRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Operators_sign_in_and_programs_open_the_door_and_it_is_recorded_later()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Store = new() { Directory = _folder.Path });
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var store = site.Kiosk.Population.Store;
        var (_, secret) = await store.ApiKeys.AddAsync("t", [Permissions.ControlDoors], null, "t", Cancellation);
        foreach (var (table, what) in new[] { ("audit", "INSERT"), ("api_keys", "UPDATE"), ("events", "INSERT") })
            Sql($"CREATE TRIGGER full_{table} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END");

        var signIn = site.Services.GetRequiredService<SignIn>();
        Assert.Equal(SignInResult.Wrong, (await signIn.CheckAsync("Ada", "wrong", null, Cancellation)).Result);
        Assert.Equal(SignInResult.Success, (await signIn.CheckAsync("Ada", TestSite.Password, null, Cancellation)).Result);
        using var program = new HttpClient { BaseAddress = new(site.Address) };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        Assert.Equal(HttpStatusCode.OK, (await program.PostAsync("/api/v1/doors/main/unlock", null, Cancellation)).StatusCode);

        // In a lockdown nothing opens but the emergency release: its end must not wait for the disk either.
        await program.PutAsync("/api/v1/lockdown", null, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, (await program.PostAsync("/api/v1/doors/main/unlock", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.DeleteAsync("/api/v1/lockdown", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await program.PostAsync("/api/v1/doors/main/unlock", null, Cancellation)).StatusCode);

        foreach (var table in new[] { "audit", "api_keys", "events" })
            Sql($"DROP TRIGGER full_{table}");
        await site.Services.GetRequiredService<SignInAudit>().DisposeAsync();
        var kept = await store.Audit.ListAsync(cancellationToken: Cancellation);
        Assert.Contains("recordedLate", kept.Single(entry => entry.Action == "operator.signed-in").Details, StringComparison.Ordinal);
        Assert.Contains("\"count\":1", kept.Single(entry => entry.Action == "operator.sign-in-failures").Details, StringComparison.Ordinal);
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "kiosk.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
