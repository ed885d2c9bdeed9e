namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>Enrolling one person, with the real program, models, store and pictures.</summary>
public sealed class EnrolCommandTests : IDisposable
{
    private readonly PeopleProgram _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_folder_of_pictures_enrols_a_person_with_five_references()
    {
        var answer = (await _kiosk.EnrolAsync("Audun Øygard", _kiosk.PersonFolder("in", "man", Faces.Man))).Exited(0).Json;
        Assert.Equal((5, true), (answer.GetProperty("references").GetInt32(), answer.GetProperty("full").GetBoolean()));
        var person = Assert.Single(await _kiosk.ListAsync());
        Assert.Equal(("Audun Øygard", "granted", 5), (person.GetProperty("name").GetString(), person.GetProperty("consent").GetString(), person.GetProperty("references").GetInt32()));
        var known = (await _kiosk.RunAsync("identify", Faces.ManAnotherDay[0], "--json")).Exited(0).Json;
        Assert.Equal("Audun Øygard", known.GetProperty("name").GetString());
        var stranger = (await _kiosk.RunAsync("identify", Faces.Stranger[0], "--json")).Exited(1).Json;
        Assert.False(stranger.TryGetProperty("name", out _));
        Assert.True(stranger.GetProperty("candidates")[0].GetProperty("score").GetSingle() < stranger.GetProperty("threshold").GetSingle());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_recording_enrols_a_person()
    {
        (await _kiosk.EnrolAsync("Audun", Recordings.Man)).Exited(0);
        Assert.Equal(5, Assert.Single(await _kiosk.ListAsync()).GetProperty("references").GetInt32());
    }

    [Fact]
    public async Task One_picture_is_taken_and_marked_as_few()
    {
        var answer = (await _kiosk.EnrolAsync("Audun", Faces.Man[0])).Exited(0).Json;
        Assert.False(answer.GetProperty("full").GetBoolean());
        Assert.Contains("1 of 5", (await _kiosk.RunAsync("people", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_read_as_a_picture_is_named()
    {
        var folder = _kiosk.PersonFolder("in", "man", Faces.Man[0]);
        foreach (var name in new[] { "a.heic", "b.AVIF", "notes.txt", "Thumbs.db" })
            await File.WriteAllTextAsync(Path.Combine(folder, name), "", TestContext.Current.CancellationToken);
        _kiosk.PersonFolder("in", "man/2024", Faces.Man[1]);
        var answer = (await _kiosk.EnrolAsync("Audun", folder)).Exited(0).Json;
        var refused = answer.GetProperty("refused").EnumerateArray().ToDictionary(one => one.GetProperty("file").GetString()!, one => one.GetProperty("reason").GetString());
        Assert.Equal(["2024", "a.heic", "b.AVIF", "notes.txt"], refused.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("HEIC pictures are not read", refused["a.heic"], StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, Path.GetFileName(Faces.Man[0])));
        (await _kiosk.EnrolAsync("Bea", folder)).Refused("a.heic: HEIC pictures are not read");
        (await _kiosk.EnrolAsync("Bea", Path.Combine(folder, "a.heic"))).Refused("HEIC pictures are not read");
    }

    [Fact]
    public async Task Without_consent_nobody_is_enrolled()
    {
        (await _kiosk.RunAsync("enrol", "Audun", "--from", Faces.Man[0])).Exited(2);
        (await _kiosk.RunAsync("enrol", "Audun", "--from", Faces.Man[0], "--consent-text", " ", "--consent-by", "me")).Refused("consent text");
        Assert.False(File.Exists(_kiosk.Database));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_same_face_under_another_name_is_found_and_the_admin_decides_audited()
    {
        var first = (await _kiosk.EnrolAsync("Audun", _kiosk.PersonFolder("in", "man", Faces.Man))).Exited(0).Json.GetProperty("person").GetProperty("id").GetString();
        var folder = _kiosk.PersonFolder("in", "again", Faces.ManAnotherDay);
        var refused = (await _kiosk.EnrolAsync("Somebody Else", folder)).Exited(1).Json;
        Assert.Equal(first, Assert.Single(refused.GetProperty("looksLike").EnumerateArray()).GetProperty("person").GetString());
        Assert.Single(await _kiosk.ListAsync());

        (await _kiosk.EnrolAsync("Somebody Else", folder, "--allow-duplicate")).Exited(0);
        Assert.Equal(2, (await _kiosk.ListAsync()).Count);
        var actions = (await _kiosk.RunAsync("audit", "list", "--json")).Lines.Select(e => e.GetProperty("action").GetString()).ToArray();
        Assert.Contains("enrolment.duplicate-refused", actions);
        Assert.Contains("enrolment.duplicate-allowed", actions);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Another_man_is_no_duplicate_and_may_have_the_same_name()
    {
        (await _kiosk.EnrolAsync("Kim", _kiosk.PersonFolder("in", "a", Faces.Man))).Exited(0);
        var second = (await _kiosk.EnrolAsync("Kim", _kiosk.PersonFolder("in", "b", Faces.Stranger))).Exited(0);
        Assert.Contains("has this name already", second.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await _kiosk.ListAsync()).Count);
        (await _kiosk.RunAsync("people", "show", "Kim")).Refused("2 people are named 'Kim'");
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Any_name_is_kept_and_found_as_it_was_given()
    {
        string[] names = ["毛泽东", "محمد الفاتح", "🙂 Zoë", "O'Neil-[red]Smith[/]", "Robert'); DROP TABLE people;--"];
        foreach (var name in names)
            (await _kiosk.RunAsync("people", "add", name)).Exited(0);
        Assert.Equal(names.Order(StringComparer.Ordinal), (await _kiosk.ListAsync()).Select(p => p.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        var table = (await _kiosk.RunAsync("people", "list")).Exited(0).Output;
        Assert.All(names, name => Assert.Contains(name, table, StringComparison.Ordinal));
        (await _kiosk.RunAsync("people", "show", names[1])).Exited(0);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_name_that_nobody_can_read_is_refused()
    {
        foreach (var (name, why) in new[] { (" \t ", "name is empty"), ("two\nlines", "control character"), ("abc\u202Edef", "control character"), (new string('x', 201), "200 fit") })
            (await _kiosk.RunAsync("people", "add", name)).Refused(why);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Bad_sources_are_refused_each_with_its_reason_and_enrol_nobody()
    {
        (await _kiosk.EnrolAsync("Ann", Path.Combine(_kiosk.Folder, "nowhere.jpg"))).Refused("No such picture", "nowhere.jpg");
        (await _kiosk.EnrolAsync("Ann", _kiosk.PersonFolder("in", "empty"))).Refused("no pictures");
        (await _kiosk.EnrolAsync("Ann", Faces.Group)).Refused("faces, but exactly one is required");
        var text = Path.Combine(_kiosk.PersonFolder("in", "text"), "a.jpg");
        await File.WriteAllTextAsync(text, "text", TestContext.Current.CancellationToken);
        (await _kiosk.EnrolAsync("Ann", text)).Refused("not a picture");
        (await _kiosk.EnrolAsync("Ann", Path.GetDirectoryName(text)!)).Refused("not a picture");
        (await _kiosk.EnrolAsync("Ann", _kiosk.PersonFolder("in", "two", Faces.Man[0], Faces.Stranger[0]))).Refused("different people");
        Assert.Empty(await _kiosk.ListAsync());
    }

    [Fact]
    public async Task Somebody_else_among_the_pictures_is_dropped_and_named()
    {
        var answer = (await _kiosk.EnrolAsync("Audun", _kiosk.PersonFolder("in", "man", [.. Faces.Man, Faces.Stranger[0]]))).Exited(0).Json;
        var refused = Assert.Single(answer.GetProperty("refused").EnumerateArray());
        Assert.Equal(Path.GetFileName(Faces.Stranger[0]), refused.GetProperty("file").GetString());
        Assert.Contains("somebody else", refused.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Five_hundred_pictures_are_read_in_part_and_give_five_references()
    {
        var folder = _kiosk.PersonFolder("in", "many", Faces.Man);
        for (var i = 0; i < 500; i++)
            File.CreateSymbolicLink(Path.Combine(folder, $"copy-{i:000}.png"), Faces.Man[i % Faces.Man.Count]);
        Assert.Equal(5, (await _kiosk.EnrolAsync("Audun", folder)).Exited(0).Json.GetProperty("references").GetInt32());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_recording_that_stands_for_the_camera_is_guided_and_leaves_nothing_when_it_ends_too_soon()
    {
        var answer = await _kiosk.EnrolAsync("Audun", "camera", "--set", $"Camera:Source={Recordings.Man}", "--set", "Camera:Speed=Maximum", "--set", "Enrollment:MinPitch=29", "--set", "Enrollment:MaxPitch=30");
        answer.Refused("Nothing was kept");
        Assert.Contains("look straight into the camera", answer.Errors, StringComparison.Ordinal);
        Assert.Empty(await _kiosk.ListAsync());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_live_man_before_the_camera_is_guided_through_five_captures_and_known_after()
    {
        // He talks and was asked for nothing: the poses are those that he happens to take.
        var answer = await _kiosk.EnrolAsync(
            "Franck", "camera", "--set", $"Camera:Source={Recordings.Stranger}", "--set", "Camera:Speed=Maximum", "--set", "Enrollment:MinYaw=8", "--set", "Enrollment:MinPitch=3", "--set", "Enrollment:Hold=0.1");
        Assert.Equal(5, answer.Exited(0).Json.GetProperty("references").GetInt32());
        // After the straight look they count in any order.
        Assert.Contains("4 of 5: ", answer.Errors, StringComparison.Ordinal);
        var references = (await _kiosk.RunAsync("people", "show", "Franck", "--json")).Json.GetProperty("references");
        Assert.All(references.EnumerateArray(), r => Assert.Equal("camera", r.GetProperty("source").GetString()));
        Assert.Equal("Franck", (await _kiosk.RunAsync("identify", Faces.Stranger[0], "--json")).Exited(0).Json.GetProperty("name").GetString());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task More_references_are_added_to_a_person_and_nobody_elses_face_is_taken_for_theirs()
    {
        (await _kiosk.EnrolAsync("Audun", Faces.Man[0], "--external-id", "7")).Exited(0);
        (await _kiosk.RunAsync(["people", "enrol", "7", "--from", _kiosk.PersonFolder("in", "man", Faces.ManAnotherDay), .. PeopleProgram.Consent])).Exited(0);
        Assert.Equal(1 + Faces.ManAnotherDay.Count, Assert.Single(await _kiosk.ListAsync()).GetProperty("references").GetInt32());
        (await _kiosk.EnrolAsync("Franck", Faces.Stranger[0], "--external-id", "7")).Refused("staff number 7 is taken");
    }
}
