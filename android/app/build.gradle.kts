import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.android")
}

val workspace = rootDir.parentFile

android {
    namespace = "app.curtain"
    compileSdk = 36 // intentMatchingFlags in the manifest

    defaultConfig {
        applicationId = "app.curtain"
        minSdk = 26
        targetSdk = 35
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64") }
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    // src/main/jniLibs/<abi>/libcurtain_core.so comes from native.sh.
    sourceSets["main"].java.srcDirs("src/main/kotlin", "$workspace/bindings/kotlin/generated")
    sourceSets["test"].java.srcDirs("src/test/kotlin")

    lint {
        warningsAsErrors = true
        abortOnError = true
    }

    testOptions.unitTests {
        isIncludeAndroidResources = true
        all {
            it.systemProperty("jna.library.path", "$workspace/target/debug")
            it.systemProperty("curtain.resources", "$projectDir/src/main/res")
            it.systemProperty("curtain.manifest", "$projectDir/src/main/AndroidManifest.xml")
            it.systemProperty("curtain.screenshots", "$rootDir/build/screenshots")
        }
    }
}

kotlin {
    compilerOptions { jvmTarget = JvmTarget.JVM_17 }
}

dependencies {
    // 5.17 is the first that works on phones with 16 KB pages.
    implementation("net.java.dev.jna:jna:5.17.0@aar")

    testImplementation("net.java.dev.jna:jna:5.17.0")
    testImplementation("junit:junit:4.13.2")
    testImplementation("org.robolectric:robolectric:4.16")
}

val bindings by tasks.registering(Exec::class) {
    description = "Generates the Kotlin bindings, and the library that unit tests load."
    workingDir = workspace
    commandLine("bindings/generate.sh")
}

tasks.named("preBuild") { dependsOn(bindings) }
