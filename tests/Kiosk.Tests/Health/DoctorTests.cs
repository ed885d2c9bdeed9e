using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Tests.Health;

/// <summary><c>doctor</c> looks at everything, says what to do where something is wrong, and exits 1 when something fails.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_whole_kiosk_is_found_well()
    {
        var result = (await KioskProgram.RunAsync("doctor", "--json", "--set", $"Camera:Source={Recordings.Man}")).Exited(0);
        Assert.All(result.Json, row => ProgramResult.HasFields(row, "check", "status", "found", "advice"));
        Assert.All(result.Json, row => Assert.NotEqual("fail", Status(row)));
        string[] expected = ["native library", "inference runtime", "models", "provider", "calibration", "liveness calibration", "camera", "doors", "address", "disk", "memory", "clock", "network", .. ModelManifest.Default.Models.Keys.Select(id => $"model {id}")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), result.Json.Select(Name).Order(StringComparer.Ordinal));
        Assert.Contains("400×300", Row(result, "camera").GetProperty("found").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_shows_the_same_in_words()
    {
        var result = (await KioskProgram.RunAsync("doctor", "--set", "Camera:Source=no-such.mp4")).Exited(1);
        Assert.Contains("no-such.mp4", result.Output, StringComparison.Ordinal);
        Assert.Contains("what to do", result.Output, StringComparison.Ordinal);
        Assert.Contains("fail", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
        // In a pipe it is laid out for a page.
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public async Task A_missing_camera_fails_with_what_to_do_and_the_rest_is_looked_at_all_the_same() =>
        await FailsAlone("camera", "no-such.mp4", "Camera:Source=no-such.mp4");

    [Fact]
    public async Task A_missing_calibration_fails_with_how_to_make_one()
    {
        var row = await FailsAlone("calibration", "there is no such file", "Recognition:Calibration=/none.json");
        Assert.Contains("./kiosk calibrate --images DIR", row.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_liveness_calibration_fails() => await FailsAlone("liveness calibration", "/none.json", "Liveness:Calibration=/none.json");

    [Fact]
    public async Task A_provider_that_this_machine_lacks_fails_and_says_why() => await FailsAlone("provider", "Cuda", "Inference:Provider=Cuda");

    [Fact]
    public async Task A_missing_models_folder_fails_with_what_to_do()
    {
        var row = await FailsAlone("models", "/none", "Inference:Models=/none");
        Assert.Contains("./kiosk setup", row.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_model_and_a_missing_one_are_named()
    {
        var models = Path.Combine(Recordings.Artifacts, "models");
        foreach (var file in Directory.GetFiles(models, "*.onnx"))
            File.CreateSymbolicLink(Path.Combine(_folder.Path, Path.GetFileName(file)), file);
        var altered = await File.ReadAllBytesAsync(Path.Combine(models, ModelId.FaceMesh + ".onnx"), TestContext.Current.CancellationToken);
        altered[^1] ^= 1;
        Replace(ModelId.FaceMesh, altered);
        File.Delete(Path.Combine(_folder.Path, ModelId.TextureLiveness + ".onnx"));
        var result = (await KioskProgram.RunAsync("doctor", "--json", "--set", $"Camera:Source={Recordings.Man}", "--set", $"Inference:Models={_folder.Path}")).Exited(1);
        Assert.Equal([$"model {ModelId.FaceMesh}", $"model {ModelId.TextureLiveness}"], result.Json.Where(row => Status(row) == "fail").Select(Name));
        Assert.Contains("is not the one this build was made for", Row(result, $"model {ModelId.FaceMesh}").GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Contains("./kiosk setup", Row(result, $"model {ModelId.TextureLiveness}").GetProperty("advice").GetString(), StringComparison.Ordinal);
        (await KioskProgram.RunAsync("verify", Recordings.Portrait, Recordings.Portrait, "--set", $"Inference:Models={_folder.Path}")).Refused("is not the one this build was made for");
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_camera_that_never_answers_is_given_up_after_its_five_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var accepting = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var calls = Accept(silent, accepting.Token);
        var row = await FailsAlone("camera", "did not answer within 5 s", $"Camera:Source=rtsp://user:secret@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/stream");
        Assert.DoesNotContain("secret", row.ToString(), StringComparison.Ordinal);
        await accepting.CancelAsync();
        Assert.True(await calls > 0, "nobody called the camera");
    }

    [Fact]
    public async Task A_box_without_a_camera_says_what_to_plug_in_where()
    {
        if (Directory.GetFiles("/dev", "video*").Length > 0)
            Assert.Skip("This machine has a camera.");
        var row = await FailsAlone("camera", "There is no camera /dev/video0; plug it in, or choose another one: none is connected.", "Camera:Source=0");
        Assert.StartsWith("Plug a USB camera (UVC) into a USB port of the box", row.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_without_a_door_says_how_to_name_one() =>
        Assert.Contains("Doors:main:Relay", (await DoorRow("doors", "warn")).GetProperty("advice").GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_simulated_door_is_a_warning_since_no_lock_moves() =>
        Assert.Contains("no lock moves", (await DoorRow("door main", "warn", "Doors:main:Relay=relay", "Gpio:Lines:relay:Chip=")).GetProperty("found").GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_relay_that_no_line_is_named_after_fails_with_the_names_that_are_there()
    {
        var row = await DoorRow("door main", "fail", "Doors:main:Relay=strike", "Gpio:Lines:relay:Chip=", "Gpio:Lines:rex:Chip=", "Gpio:Driver=Simulated");
        Assert.Equal("Relay is strike; Gpio:Lines has relay, rex", row.GetProperty("found").GetString());
        Assert.StartsWith("Add Gpio:Lines:strike", row.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_camera_has_its_line_and_a_door_without_one_says_who_opens_it()
    {
        string[] settings =
        [
            "Gpio:Driver=Simulated", "Gpio:Lines:front:Chip=", "Gpio:Lines:yard:Chip=", "Doors:front:Relay=front", "Doors:yard:Relay=yard", "Camera:Door=front",
            $"Cameras:in:Source={Recordings.Man}", "Cameras:out:Source=no-such.mp4", "Cameras:out:Direction=Out",
        ];
        var result = (await KioskProgram.RunAsync(["doctor", "--json", .. settings.SelectMany(setting => new[] { "--set", setting })])).Exited(1);
        Assert.Equal("ok", Status(Row(result, "camera in")));
        Assert.StartsWith("Set Cameras:out:Source", Row(result, "camera out").GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("no camera", Row(result, "door front").GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("no camera looks at it: REX, operators and the schedule alone open it", Row(result, "door yard").GetProperty("found").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_chip_says_which_and_what_to_plug_in()
    {
        var row = await DoorRow("door main", "fail", "Doors:main:Relay=relay", "Gpio:Driver=Libgpiod", "Gpio:Lines:relay:Chip=gpiochip99", "Gpio:Lines:relay:Offset=17");
        Assert.Contains("no GPIO chip gpiochip99", row.GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Contains("Plug in the board with the relay", row.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> DoorRow(string check, string status, params string[] settings)
    {
        var result = (await KioskProgram.RunAsync(["doctor", "--json", "--set", $"Camera:Source={Recordings.Man}", .. settings.SelectMany(setting => new[] { "--set", setting })])).Exited(status == "fail" ? 1 : 0);
        var row = Row(result, check);
        Assert.Equal(status, Status(row));
        return row;
    }

    private static async Task<int> Accept(TcpListener listener, CancellationToken stop)
    {
        var clients = new List<TcpClient>();
        try
        {
            while (true)
                clients.Add(await listener.AcceptTcpClientAsync(stop));
        }
        catch (OperationCanceledException)
        {
            clients.ForEach(client => client.Dispose());
            return clients.Count;
        }
    }

    // Only this row may fail: one fault must not hide or cause another.
    private static async Task<JsonElement> FailsAlone(string check, string reason, string setting)
    {
        string[] camera = setting.StartsWith("Camera:", StringComparison.Ordinal) ? [] : ["--set", $"Camera:Source={Recordings.Man}"];
        var result = (await KioskProgram.RunAsync(["doctor", "--json", "--set", setting, .. camera])).Exited(1);
        var row = Assert.Single(result.Json, row => Status(row) == "fail");
        Assert.Equal(check, Name(row));
        Assert.Contains(reason, row.GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", row.GetProperty("advice").GetString());
        return row;
    }

    private static JsonElement Row(ProgramResult result, string check) => result.Json.Single(row => Name(row) == check);

    private static string? Name(JsonElement row) => row.GetProperty("check").GetString();

    private static string? Status(JsonElement row) => row.GetProperty("status").GetString();

    private void Replace(string model, byte[] content)
    {
        var path = Path.Combine(_folder.Path, model + ".onnx");
        File.Delete(path);
        File.WriteAllBytes(path, content);
    }
}
