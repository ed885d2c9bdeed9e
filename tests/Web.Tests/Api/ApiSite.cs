using AccessKiosk.Storage.Events;
using System.Net.Http.Headers;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.Api;

/// <summary>One kiosk for the API's tests, with an enrolled man and an alert; webhooks may go to this machine.</summary>
public sealed class ApiSite : IAsyncLifetime
{
    /// <summary>The kiosk.</summary>
    internal TestSite Site { get; private set; } = null!;

    /// <summary>The enrolled man.</summary>
    internal Person Man { get; private set; } = null!;

    /// <summary>An alert with a picture.</summary>
    internal Guid Alert { get; private set; }

    /// <summary>A client with a key of every scope.</summary>
    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await TestSite.OpenAsync(change: options => options.Web.WebhooksToPrivateNetworks = true);
        await Site.AddOperatorAsync("Ada", Roles.Admin);
        Man = await Site.EnrolManAsync();
        Alert = (await Site.Kiosk.Population.Store.Alerts.AddAsync(
            new() { At = TimeProvider.System.GetUtcNow(), Door = "main", Reason = ReasonCode.PresentationAttack, Person = Man.Id, Picture = await File.ReadAllBytesAsync(Recordings.Portrait), Score = 0.1 },
            TestContext.Current.CancellationToken)).Id;
        Client = await ClientAsync([.. ApiScopes.All.Keys]);
    }

    /// <summary>A client with a key of some scopes.</summary>
    internal async Task<HttpClient> ClientAsync(params string[] scopes)
    {
        var client = new HttpClient { BaseAddress = new(Site.Address) };
        if (scopes.Length > 0)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await KeyAsync(scopes)).Secret);
        return client;
    }

    /// <summary>Makes a key.</summary>
    internal Task<(Storage.Records.ApiKey Key, string Secret)> KeyAsync(params string[] scopes) =>
        Site.Kiosk.Population.Store.ApiKeys.AddAsync("tests", scopes, null, "Ada", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Site.DisposeAsync();
    }
}
