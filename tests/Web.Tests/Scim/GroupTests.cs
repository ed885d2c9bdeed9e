using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Tests.Api;

namespace AccessKiosk.Web.Tests.Scim;

/// <summary>Groups, as Entra ID and Okta send them.</summary>
public sealed class GroupTests(ApiSite api) : IClassFixture<ApiSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KioskStore Store => api.Site.Kiosk.Population.Store;

    [Fact]
    public async Task A_group_is_added_filled_emptied_renamed_and_removed()
    {
        using var directory = await Directory.OfAsync(api);
        var (ann, bob, cyd) = (await UserAsync(directory, "ann"), await UserAsync(directory, "bob"), await UserAsync(directory, "cyd"));
        var added = await directory.PostAsync("/Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"8aa1a0c0","displayName":"Scim group","members":[],"meta":{"resourceType":"Group"}}""");
        var path = $"/Groups/{(string)added["id"]!}";
        await AddAsync(ann, bob);
        Assert.Equal([ann, bob], await MembersAsync());
        Assert.Equal("Scim group", (string?)(await directory.GetAsync($"/Users/{ann}"))["groups"]![0]!["display"]);

        // Entra ID's two ways to take somebody out, and Okta's.
        await directory.PatchAsync(path, $$"""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"{{ann}}"}]}""");
        Assert.Equal([bob], await MembersAsync());
        await directory.PatchAsync(path, $$"""{"op":"Remove","path":"members[value eq \"{{bob}}\"]"}""");
        Assert.Empty(await MembersAsync());
        await directory.PatchAsync(path, $$"""{"op":"replace","path":"members","value":[{"value":"{{cyd}}","display":"c"}]},{"op":"replace","value":{"id":"{{path[8..]}}","displayName":"Renamed"} }""");
        Assert.Equal([cyd], await MembersAsync());
        await directory.PutAsync(path, $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Put","members":[{"value":"{{ann}}"},{"value":"{{cyd}}"}]}""");
        Assert.Equal([ann, cyd], await MembersAsync());

        // One who is deleted is in no group, also after coming back.
        await directory.DeleteAsync($"/Users/{cyd}");
        await UserAsync(directory, "cyd");
        Assert.Equal([ann], await MembersAsync());
        await directory.PatchAsync(path, """{"op":"remove","path":"members"}""");
        Assert.Empty(await MembersAsync());
        await directory.DeleteAsync(path);
        await directory.GetAsync(path, 404);

        Task AddAsync(params string[] members) => directory.PatchAsync(path, $$"""{"op":"Add","path":"members","value":[{{string.Join(',', members.Select(one => $$"""{"$ref":null,"value":"{{one}}"}"""))}}]}""");
        async Task<List<string>> MembersAsync() => [.. (await directory.GetAsync(path))["members"]!.AsArray().Select(one => (string)one!["value"]!)];
    }

    [Fact]
    public async Task Members_whom_staff_have_added_are_neither_shown_nor_changed()
    {
        using var directory = await Directory.OfAsync(api);
        var group = await Store.Groups.AddAsync("Mixed", "Ada", Cancellation);
        var visitor = await Store.People.AddAsync(new() { Name = "Visitor", Groups = [group.Id] }, null, "Ada", Cancellation);
        var path = $"/Groups/{group.Id:N}";
        Assert.Empty((await directory.GetAsync(path))["members"]!.AsArray());
        await directory.PutAsync(path, """{"displayName":"Mixed","members":[]}""");
        Assert.Contains(group.Id, Store.People.Find(visitor.Id)!.Groups);
        Assert.Equal("invalidValue", (string?)(await directory.PatchAsync(path, $$"""{"op":"add","path":"members","value":[{"value":"{{visitor.Id}}"}]}""", 400))["scimType"]);
        Assert.Equal("mutability", (string?)(await directory.DeleteAsync(path, 409))["scimType"]);
        Assert.Contains(await Store.Groups.ListAsync(Cancellation), one => one.Id == group.Id);
    }

    [Fact]
    public async Task A_group_that_the_rules_of_a_door_name_is_not_removed()
    {
        using var directory = await Directory.OfAsync(api);
        var id = (string)(await directory.PostAsync("/Groups", """{"displayName":"Of the rules"}"""))["id"]!;
        var rules = api.Site.Kiosk.Get<SiteRules>();
        var before = rules.Active;
        var door = before.Rules.Doors[0];
        await SaveAsync(door with { Permissions = [.. door.Permissions, new(Guid.Parse(id), null)] });
        Assert.Equal("mutability", (string?)(await directory.DeleteAsync($"/Groups/{id}", 409))["scimType"]);
        await SaveAsync(door with { FirstPersonGroups = [Guid.Parse(id)] });
        await directory.DeleteAsync($"/Groups/{id}", 409);
        await SaveAsync(door);
        await directory.DeleteAsync($"/Groups/{id}");

        Task SaveAsync(DoorRule changed) => rules.SaveAsync(before.Rules with { Doors = [changed] }, rules.Active.Version, "Ada", "test", Cancellation);
    }

    [Fact]
    public async Task A_change_of_a_group_of_which_a_part_is_refused_changes_nothing()
    {
        using var directory = await Directory.OfAsync(api);
        var dan = await UserAsync(directory, "dan");
        await directory.PostAsync("/Groups", """{"displayName":"Taken"}""");
        var path = $"/Groups/{(string)(await directory.PostAsync("/Groups", """{"displayName":"Kept"}"""))["id"]!}";
        var join = $$"""{"op":"add","path":"members","value":[{"value":"{{dan}}"}]},""";
        foreach (var (operation, status, type) in new (string, int, string)[]
        {
            ("""{"op":"replace","path":"displayName","value":"taken"}""", 409, "uniqueness"),
            ("""{"op":"replace","path":"displayName","value":" "}""", 400, "invalidValue"),
            ("""{"op":"remove","path":"displayName"}""", 400, "invalidValue"),
            ("""{"op":"add","path":"members","value":[{"value":"nobody"}]}""", 400, "invalidValue"),
            ("""{"op":"add","path":"members","value":["nobody"]}""", 400, "invalidValue"),
            ("""{"op":"add","path":"members[value eq \"x\"].display","value":"y"}""", 400, "invalidPath"),
            ("""{"op":"remove","path":"members[display eq \"x\"]"}""", 400, "invalidFilter"),
            ("""{"op":"add","path":"owner","value":"y"}""", 400, "invalidPath"),
            ("""{"op":"replace","path":"id","value":"y"}""", 400, "mutability"),
        })
            Assert.Equal(type, (string?)(await directory.PatchAsync(path, join + operation, status))["scimType"]);
        var after = await directory.GetAsync(path);
        Assert.Equal(("Kept", 0), ((string?)after["displayName"], after["members"]!.AsArray().Count));
        await directory.PostAsync("/Groups", """{"displayName":"TAKEN"}""", 409);
        await directory.PostAsync("/Groups", """{"members":[]}""", 400);
        await directory.PatchAsync(path, join[..^1], 412, "W/\"another\"");
    }

    private static async Task<string> UserAsync(Directory directory, string name) =>
        (string)(await directory.PostAsync("/Users", $$"""{"userName":"{{name}}@groups","displayName":"{{name}}"}"""))["id"]!;
}
